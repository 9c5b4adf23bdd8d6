// Coding of steps and of levels of noise: integers only.
#include <string.h>

#include "hearing_bands.h"
#include "music_coder.h"

enum {
  hearing_step_bits = 6,
  hearing_level_bits = 4,
  /// Exponents of noise are kept in 1/16.
  hearing_unit = 16,
  /// What noise is taken for before any was heard.
  hearing_usual = 9,
  /// How far a level may lead those above it.
  hearing_lead = 3 * hearing_unit,
};

void hearing_begin(hearing_side *side) {
  memset(side, 0, sizeof *side);
  for (int i = 0; i < 64; i++) side->steps[i] = 1 << 15;
  for (int i = 0; i < 15 * 4; i++) side->changes[i / 4][i % 4] = 1 << 15;
  for (int i = 0; i < 16 * 3 * 16; i++) side->levels[i / 48][i / 16 % 3][i % 16] = 1 << 15;
}

KERNEL_INLINE int code_step(const int reads, hearing_side *side, circuit_coder *port, int step) {
  return music_code_number(reads, port, side->steps, hearing_step_bits, step - hearing_least_step) + hearing_least_step;
}

KERNEL_INLINE void code_steps(const int reads, hearing_side *side, circuit_coder *port, int8_t *restrict steps) {
  int lower = 0, second = 0;
  for (int band = 0; band < hearing_bands; band++) {
    const int before = side->before[band];
    if (!side->has_begun) {
      steps[band] = (int8_t)code_step(reads, side, port, steps[band]);
    } else {
      uint16_t *flags = side->changes[(music_clamp(lower, -2, 2) + 2) * 3 + music_clamp(second, -1, 1) + 1];
      const int change = steps[band] - before;
      const int kind = change == 0 ? 0 : change == -1 ? 1 : change == 1 ? 2 : 3;
      const int coded = music_code_number(reads, port, flags, 2, kind);
      int step = coded == 0 ? before : coded == 1 ? before - 1 : before + 1;
      if (coded == 3) step = code_step(reads, side, port, steps[band]);
      steps[band] = (int8_t)music_clamp(step, hearing_least_step, hearing_greatest_step);
      second = lower;
      lower = steps[band] - before;
    }
  }
  for (int band = 0; band < hearing_bands; band++) {
    if (!side->has_begun) {
      side->noise[0][band] = side->noise[1][band] = (int16_t)(hearing_unit * (hearing_usual + steps[band]));
    }
    side->before[band] = steps[band];
  }
  side->has_begun = true;
}

void hearing_read_steps(hearing_side *side, circuit_reader *reader, int8_t *steps) {
  circuit_coder port = {.reader = *reader};
  code_steps(1, side, &port, steps);
  *reader = port.reader;
}

void hearing_trace_steps(hearing_side *side, circuit_trace *trace, const int8_t *steps) {
  circuit_coder port = {.trace = *trace};
  int8_t copy[hearing_bands];
  memcpy(copy, steps, sizeof copy);
  code_steps(0, side, &port, copy);
  *trace = port.trace;
}

/// Zeros of each cell, and all its coefficients.
KERNEL_INLINE void count_zeros(const int16_t *values, int segments, int *zeros, int *all) {
  memset(zeros, 0, hearing_cells * sizeof *zeros);
  memset(all, 0, hearing_cells * sizeof *all);
  for (int segment = 0; segment < segments; segment++) {
    for (int index = 0; index < hearing_slot_cells(segments); index++) {
      const hearing_run run = hearing_run_at(segments, segment, index);
      for (int i = run.first; i < run.end; i++) zeros[run.cell] += values[i] == 0;
      all[run.cell] += run.end - run.first;
    }
  }
}

/// One level by those heard in its bands; `trend` is by how much the last one led what was expected of it.
KERNEL_INLINE int code_level(const int reads, hearing_side *side, circuit_coder *port, int channel, int first,
                             int end, int zeros, int all, int *trend, int level) {
  int16_t *noise = side->noise[channel];
  int sum = 0;
  for (int band = first; band < end; band++) sum += noise[band] - hearing_unit * side->before[band];
  const int expected = sum < 0 ? 0 : music_clamp(sum / (end - first), 0, hearing_unit * hearing_loudest);
  const int guess = music_clamp(expected + (*trend >> 1), 0, hearing_unit * hearing_loudest);
  const int kind = zeros == all ? 0 : 4 * (all - zeros) > all ? 2 : 1;
  uint16_t *flags = side->levels[(guess + hearing_unit / 2) / hearing_unit][kind];
  level = music_code_number(reads, port, flags, hearing_level_bits, level);
  *trend = music_clamp(hearing_unit * level - expected, -hearing_lead, hearing_lead);
  if (kind == 2) *trend >>= 1;
  for (int band = first; band < end; band++) {
    const int heard = hearing_unit * (level + side->before[band]);
    noise[band] = (int16_t)(noise[band] + ((3 * (heard - noise[band])) >> 2));
  }
  return level;
}

KERNEL_INLINE void code_levels(const int reads, hearing_side *side, circuit_coder *port, int segments, int channels,
                               const int16_t *const *values, uint8_t *levels) {
  const uint8_t *bands = hearing_cell_bands(segments);
  const int count = hearing_slot_cells(segments);
  for (int channel = 0; channel < channels; channel++) {
    int zeros[hearing_cells], all[hearing_cells];
    count_zeros(values[channel], segments, zeros, all);
    uint8_t *own = levels + channel * hearing_cells;
    if (reads) memset(own, 0, hearing_cells);
    for (int slot = 0; slot < hearing_slots(segments); slot++) {
      int trend = 0;
      for (int index = 0; index < count; index++) {
        const int cell = slot * count + index;
        if (zeros[cell] == 0) continue;
        own[cell] = (uint8_t)code_level(reads, side, port, channel, bands[index], bands[index + 1], zeros[cell],
                                        all[cell], &trend, own[cell]);
      }
    }
  }
}

void hearing_read_levels(hearing_side *side, circuit_reader *reader, int segments, int channels,
                         const int16_t *const *values, uint8_t *levels) {
  circuit_coder port = {.reader = *reader};
  code_levels(1, side, &port, segments, channels, values, levels);
  *reader = port.reader;
}

void hearing_trace_levels(hearing_side *side, circuit_trace *trace, int segments, int channels,
                          const int16_t *const *values, const uint8_t *levels) {
  circuit_coder port = {.trace = *trace};
  uint8_t copy[2 * hearing_cells];
  memcpy(copy, levels, (size_t)(channels * hearing_cells));
  code_levels(0, side, &port, segments, channels, values, copy);
  *trace = port.trace;
}
