// One sample of a sound, given its prediction, as binary decisions in integers: FORMAT.md, "Residuals".
//
// Thresholds are quantiles of a law around the prediction, so that every decision is about even, and counters in several
// contexts only correct how even it is. What lies between two neighbouring thresholds is equally likely.
#pragma once

#include <stdint.h>

#include "circuit_coder.h"
#include "dispatch.h"
#include "sound_walk.h"

enum {
  sound_contexts = 6,
  sound_context_values = 1024,
  sound_tree_depth = 5,
  sound_tail = 16,
  sound_nodes = (1 << sound_tree_depth) + 2 * sound_tail,
};

typedef struct {
  /// As those of `sample_mixer.h`.
  uint32_t counters[sound_contexts][sound_context_values][sound_nodes];
  /// In 2^-20; of the counters, of a constant, and none.
  int32_t weights[sound_nodes][8];
  /// Means of the sizes of errors, in 1/256 of a sample, the fastest first.
  int64_t means[3];
  /// The last two errors, the later first, in 1/16 of a sample.
  int64_t errors[2];
} SoundResiduals;

/// Decisions read or listed.
typedef struct {
  circuit_reader reader;
  SoundTrace trace;
} SoundCoder;

/// What is known of a sample besides its channel's own errors; in 1/16 of a sample.
typedef struct {
  int64_t prediction;
  /// What the cascade added to the prediction of the first stage.
  int64_t correction;
  /// The last error in the other channel, and its mean in 1/256.
  int64_t other, other_mean;
  int64_t lowest, highest;
  int32_t shift;
} SoundForecast;

/// Quantiles of the upper half of the law, 17/32 to 31/32, in 2^-12 of the mean size of an error, and beyond them the tail.
static const int32_t sound_quantiles[16] = {0,    370,  743,  1121, 1509, 1911, 2330, 2772,
                                            3246, 3761, 4332, 4983, 5749, 6703, 8001, 10146};
static const int32_t sound_tail_quantiles[sound_tail] = {12194, 14242, 16290, 18338, 20386, 24482, 30626, 38818,
                                                         49058, 61346, 75682, 92066, 110498, 130978, 153506, 178082};

KERNEL_INLINE void residuals_begin(SoundResiduals *state, int32_t shift) {
  uint32_t *counter = &state->counters[0][0][0];
  for (int i = 0; i < sound_contexts * sound_context_values * sound_nodes; i++) counter[i] = UINT32_C(1) << 31;
  for (int node = 0; node < sound_nodes; node++) {
    for (int i = 0; i < 8; i++) state->weights[node][i] = i < sound_contexts ? 1 << 18 : 0;
  }
  for (int i = 0; i < 3; i++) state->means[i] = INT64_C(32) << (8 + shift);
  state->errors[0] = state->errors[1] = 0;
}

/// Quarter octaves of a number of 0 to 2^60.
KERNEL_INLINE int32_t octaves(int64_t value) {
  const uint64_t number = (uint64_t)value * 4 + 1;
  const int octave = 63 - __builtin_clzll(number);
  return octave * 4 + (int32_t)((octave >= 2 ? number >> (octave - 2) : number << (2 - octave)) & 3);
}

KERNEL_INLINE int32_t clamped(int32_t value, int32_t most) { return value < 0 ? 0 : value > most ? most : value; }

KERNEL_INLINE int64_t magnitude(int64_t value) { return value < 0 ? -value : value; }

KERNEL_INLINE void list_interval(SoundTrace *trace, uint64_t start, uint64_t width, uint64_t whole) {
  *trace->next++ = start | width << 20 | whole << 40;
}

/// One decision, whose counters stand at `node` of these rows.
KERNEL_INLINE int decide(const int reads, SoundCoder *restrict coder, const SampleMixerTables *restrict tables,
                         uint32_t *const *restrict rows, int32_t *restrict weights, int node, int bit) {
  int32_t inputs[sound_contexts];
  uint32_t sum = sample_mixer_term(weights[sound_contexts], 256);
#pragma clang loop unroll(full)
  for (int i = 0; i < sound_contexts; i++) {
    inputs[i] = tables->log_odds[rows[i][node] >> 20];
    sum += sample_mixer_term(weights[i], inputs[i]);
  }
  int32_t odds = (int32_t)sum >> 12;
  odds = odds > sample_mixer_log_odds_limit ? sample_mixer_log_odds_limit : odds;
  odds = odds < -sample_mixer_log_odds_limit ? -sample_mixer_log_odds_limit : odds;
  const int32_t chance = tables->chances[odds + 2048];
  if (reads) {
    bit = read_even_bit(&coder->reader, (uint32_t)chance);
  } else {
    list_interval(&coder->trace, bit ? 0 : (uint64_t)chance, (uint64_t)(bit ? chance : (1 << 16) - chance), 1 << 16);
  }
  const int32_t error = ((bit << 16) - chance) >> 1;
#pragma clang loop unroll(full)
  for (int i = 0; i <= sound_contexts; i++) {
    const int32_t input = i < sound_contexts ? inputs[i] : 256;
    weights[i] = (int32_t)((uint32_t)weights[i] + (uint32_t)((input * error + (1 << 9)) >> 10));
  }
  const int32_t target = bit ? (1 << 22) - 1 : 0;
#pragma clang loop unroll(full)
  for (int i = 0; i < sound_contexts; i++) {
    const uint32_t counter = rows[i][node];
    const int32_t asked = (int32_t)(counter & sample_mixer_asked_mask);
    const int32_t old = (int32_t)(counter >> sample_mixer_asked_bits);
    const int32_t moved = old + ((((target - old) >> 3) * tables->rates[asked]) >> 9);
    rows[i][node] = (uint32_t)moved << sample_mixer_asked_bits |
                    (uint32_t)(asked < tables->most_asked ? asked + 1 : asked);
  }
  return bit;
}

/// One of `total` equally likely numbers, 1 ... 2^16.
KERNEL_INLINE int64_t code_share(const int reads, SoundCoder *coder, int64_t value, uint64_t total) {
  if (!reads) {
    list_interval(&coder->trace, (uint64_t)value, 1, total);
    return value;
  }
  circuit_reader *reader = &coder->reader;
  const uint64_t unit = reader->range / total, place = reader->code / unit;
  const uint64_t share = place < total ? place : total - 1;
  reader->code -= unit * share;
  reader->range = unit;
  renormalise(reader);
  return (int64_t)share;
}

/// A number of `low` to `high`, all equally likely, at most 2^32 of them.
KERNEL_INLINE int64_t code_between(const int reads, SoundCoder *coder, int64_t value, int64_t low, int64_t high) {
  const int64_t most = high - low;
  if (most == 0) return low;
  if (most < 1 << 16) return low + code_share(reads, coder, value - low, (uint64_t)most + 1);
  const int shift = 48 - __builtin_clzll((uint64_t)most);
  const int64_t upper = code_share(reads, coder, (value - low) >> shift, (uint64_t)(most >> shift) + 1);
  const int64_t lower = code_share(reads, coder, (value - low) & ((1 << shift) - 1), UINT64_C(1) << shift);
  const int64_t number = upper << shift | lower;
  return low + (number < most ? number : most);
}

/// The rows of counters of a sample.
KERNEL_INLINE void choose_rows(SoundResiduals *restrict state, const SoundForecast *restrict forecast, int64_t spread,
                               uint32_t **restrict rows) {
  const int32_t size = octaves(spread), fast = octaves(state->means[0]), middle = octaves(state->means[1]);
  const int32_t rising = clamped(fast - middle + 8, 15);
  const int32_t trend = clamped(middle - octaves(state->means[2]) + 8, 15);
  const int64_t first = state->errors[0], second = state->errors[1];
  const int32_t last = clamped(octaves(magnitude(first) * 16 + 80) - size + 12, 23);
  const int32_t before = clamped(octaves(magnitude(second) * 16 + 80) - size + 12, 23);
  const int32_t other = clamped(octaves(magnitude(forecast->other) * 16) - octaves(forecast->other_mean + 40) + 14, 24);
  const int32_t moved = clamped(octaves(magnitude(forecast->correction) * 16) - size + 16, 24);
  const int32_t is_other_below = forecast->other < 0, is_moved_down = forecast->correction < 0;
  const int32_t signs = (first < 0) * 2 + (second < 0);
  const int32_t contexts[sound_contexts] = {
      rising * 16 + trend,
      last * 24 + before,
      (other * 2 + is_other_below) * 16 + rising,
      (moved * 2 + is_moved_down) * 16 + trend,
      // Where samples are few, it matters where between two of them the prediction lies.
      size < 48 ? clamped(size - 20, 27) * 16 + (int32_t)(forecast->prediction & 15)
                : 448 + clamped(size - 48 - 4 * forecast->shift, 35) * 16 + rising,
      ((last / 2) * 4 + signs) * 16 + other / 4 * 2 + is_other_below,
  };
#pragma clang loop unroll(full)
  for (int i = 0; i < sound_contexts; i++) rows[i] = state->counters[i][contexts[i]];
}

/// Codes a sample and learns from it.
KERNEL_INLINE int64_t code_sample(const int reads, SoundCoder *restrict coder,
                                  const SampleMixerTables *restrict tables, SoundResiduals *restrict state,
                                  const SoundForecast *restrict forecast, int64_t sample) {
  int64_t *means = state->means;
  const int64_t spread = ((means[0] * 5 + means[1] * 6 + means[2] * 5) >> 4) + 40;
  uint32_t *rows[sound_contexts];
  choose_rows(state, forecast, spread, rows);
  const int64_t middle = forecast->prediction * 16 + 128;
  // The sample lies in low ..< high.
  int64_t low = forecast->lowest, high = forecast->highest + 1;
  int node = 1;
  for (int depth = 1; depth <= sound_tree_depth; depth++) {
    // Nodes of a level stand side by side, and so do their quantiles.
    const int quantile = (2 * node + 1) * (1 << (sound_tree_depth - depth)) - (1 << sound_tree_depth);
    const int64_t offset =
        quantile >= 16 ? spread * sound_quantiles[quantile - 16] >> 12 : -spread * sound_quantiles[16 - quantile] >> 12;
    const int64_t threshold = (middle + offset) >> 8;
    int bit = threshold <= low;
    if (threshold > low && threshold < high) {
      bit = decide(reads, coder, tables, rows, state->weights[node], node, sample >= threshold);
      if (bit) {
        low = threshold;
      } else {
        high = threshold;
      }
    }
    node = 2 * node + bit;
  }
  const int first = 1 << sound_tree_depth;
  if (node == first || node == 2 * first - 1) {
    const int is_upper = node != first;
    for (int step = 0; step < sound_tail; step++) {
      const int64_t offset = spread * sound_tail_quantiles[step] >> 12;
      const int64_t threshold = (middle + (is_upper ? offset : -offset)) >> 8;
      if (is_upper ? threshold <= low : threshold >= high) continue;
      if (is_upper ? threshold >= high : threshold <= low) break;
      const int tail_node = first + step + (is_upper ? sound_tail : 0);
      const int goes_on = decide(reads, coder, tables, rows, state->weights[tail_node], tail_node,
                                 is_upper ? sample >= threshold : sample < threshold);
      if (goes_on == is_upper) {
        low = threshold;
      } else {
        high = threshold;
      }
      if (!goes_on) break;
    }
  }
  sample = code_between(reads, coder, sample, low, high - 1);
  const int64_t error = sample * 16 - forecast->prediction, size = magnitude(error) * 16;
  means[0] += (size - means[0]) >> 4;
  means[1] += (size - means[1]) >> 5;
  means[2] += (size - means[2]) >> 8;
  state->errors[1] = state->errors[0];
  state->errors[0] = error;
  return sample;
}
