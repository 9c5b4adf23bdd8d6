// Walks over the segments of a spectrum: reads, lists or chooses one magnitude after the other.
#pragma STDC FP_CONTRACT OFF

#include "music_walk.h"

#include <string.h>

#include "music_coder.h"
#include "music_contexts.h"
#include "music_trellis.h"

enum {
  /// Where the flags of side information begin: ends of segments by channel, and prefixes of large magnitudes. Those from
  /// `music_free_flags` on are the caller's.
  music_end_flags = 0,
  music_escape_flags = 2 * 192,
  music_longest_escape = 15,
  music_largest = 32767,
  music_end_bits = 7,
};

/// A row at another resolution: means where it becomes shorter, repeated where it becomes longer.
KERNEL_INLINE void resize(int16_t *row, int from, int to) {
  int16_t *values = row + music_margin;
  const int count = music_shortest << to;
  if (from > to) {
    const int shift = from - to;
    for (int k = 0; k < count; k++) {
      int32_t sum = (1 << shift) >> 1;
      for (int i = 0; i < 1 << shift; i++) sum += values[(k << shift) + i];
      values[k] = (int16_t)(sum >> shift);
    }
    memset(values + count, 0, sizeof(int16_t) * (size_t)((music_shortest << from) - count));
  } else {
    for (int k = count - 1; k >= 0; k--) values[k] = values[k >> (to - from)];
  }
}

KERNEL_INLINE void set_size(music_coder *coder, int size, int channels) {
  if (coder->size == size) return;
  for (int channel = 0; channel < channels; channel++) {
    resize(coder->last[channel], coder->size, size);
    resize(coder->before[channel], coder->size, size);
    resize(coder->faded[channel], coder->size, size);
  }
  coder->size = size;
}

/// 64ths of a segment that are not all zero.
KERNEL_INLINE int end_of(const int16_t *values, int count) {
  int end = count;
  while (end > 0 && values[end - 1] == 0) end--;
  const int unit = count / 64;
  return (end + unit - 1) / unit;
}

KERNEL_INLINE int code_end(const int reads, music_coder *coder, circuit_coder *port, int channel, int end) {
  uint16_t *flags = coder->flags + music_end_flags + 192 * channel;
  const int known = coder->ends[channel];
  if (!music_code_flag(reads, port, flags + 0, end != known)) return known;
  // Next to the last one, or anywhere.
  if (!music_code_flag(reads, port, flags + 128, end - known > 2 || known - end > 2)) {
    const int place = music_code_number(reads, port, flags + 129, 2, end < known ? end - known + 2 : end - known + 1);
    end = known + (place < 2 ? place - 2 : place - 1);
    return music_clamp(end, 0, 64);
  }
  const int place = music_code_number(reads, port, flags, music_end_bits, end);
  return place < 64 ? place : 64;
}

/// Bits that `code_end` would take.
KERNEL_INLINE float end_bits(const music_coder *coder, int channel, int end, const float *bits) {
  const uint16_t *flags = coder->flags + music_end_flags + 192 * channel;
  const int change = end - coder->ends[channel];
  float sum = music_flag_bits(flags, change != 0, bits);
  if (change == 0) return sum;
  const int is_far = change > 2 || change < -2;
  sum += music_flag_bits(flags + 128, is_far, bits);
  const int digits = is_far ? music_end_bits : 2, value = is_far ? end : change < 0 ? change + 2 : change + 1;
  const uint16_t *tree = is_far ? flags : flags + 129;
  for (int node = 1, digit = digits - 1; digit >= 0; digit--) {
    const int bit = value >> digit & 1;
    sum += music_flag_bits(tree + node, bit, bits);
    node = 2 * node + bit;
  }
  return sum;
}

/// The magnitude that costs least: the nearest one, one less, or none. Asks what both sides of it need.
KERNEL_INLINE int32_t choose(music_coder *coder, music_decision *decisions, const music_place *place, float value,
                             float weight, const float *bits) {
  int32_t most = (int32_t)(value + 0.5f);
  if (value < 0.55f) most = 0;
  if (most > music_largest) most = music_largest;
  const int asked = most < music_nodes ? most + 1 : music_nodes;
  for (int node = 0; node < asked; node++) music_ask(coder, decisions + node, place, node);
  if (most == 0 || most >= music_nodes) return most;
  const float here = (float)most, below = (float)(most - 1);
  const int32_t step = decisions[most - 1].chance;
  const float sign = most == 1 ? 1.0f : 0.0f;
  float more = (value - here) * (value - here) +
               weight * (sign + music_bits_of(bits, step) + music_bits_of(bits, 65536 - decisions[most].chance));
  const float less = (value - below) * (value - below) + weight * music_bits_of(bits, 65536 - step);
  int32_t best = most;
  if (less < more) {
    best = most - 1;
    more = less;
  }
  if (most == 2) {
    const int32_t first = decisions[0].chance;
    const float none = value * value + weight * music_bits_of(bits, 65536 - first);
    if (none < more + weight * (1.0f + music_bits_of(bits, first))) best = 0;
  }
  return best;
}

/// What a magnitude exceeds the decisions by.
KERNEL_INLINE int32_t code_escape(const int reads, music_coder *coder, circuit_coder *port, int32_t rest) {
  const int digits = reads ? 0 : 31 - __builtin_clz((uint32_t)rest + 1);
  int length = 0;
  while (length < music_longest_escape &&
         music_code_flag(reads, port, coder->flags + music_escape_flags + length, length < digits)) {
    length++;
  }
  if (length == 0) return 0;
  const int low = code_bits(reads, port, (rest + 1) & ((1 << length) - 1), length);
  return (1 << length) + low - 1;
}

KERNEL_INLINE int32_t code_magnitude(const int reads, const int chooses, music_coder *coder, circuit_coder *port,
                                     const music_place *place, int32_t magnitude, float value, float weight,
                                     const float *bits) {
  music_decision decisions[music_nodes];
  if (chooses) magnitude = choose(coder, decisions, place, value, weight, bits);
  int node = 0;
  for (; node < music_nodes; node++) {
    if (!chooses) music_ask(coder, decisions + node, place, node);
    const int more = music_code_bit(reads, port, magnitude > node, decisions[node].chance);
    music_learn(coder, decisions + node, more);
    if (!more) return node;
  }
  const int32_t escaped = music_nodes + code_escape(reads, coder, port, magnitude - music_nodes);
  return escaped < music_largest ? escaped : music_largest;
}

KERNEL_INLINE const int16_t *other_row(const music_coder *coder, int channel) {
  return (channel ? coder->current[0] : coder->last[1]) + music_margin;
}

/// `wished` is of use where it does not read: the end, or -1 for that of the values; the others where it chooses.
KERNEL_INLINE void code_channel(const int reads, const int chooses, music_coder *coder, circuit_coder *port,
                                int channel, int16_t *values, const float *spectrum, int wished, float weight,
                                const float *bits) {
  const int count = music_shortest << coder->size;
  int16_t *current = coder->current[channel] + music_margin;
  memset(coder->current[channel], 0, sizeof(int16_t) * (size_t)(count + 2 * music_margin));
  const int16_t *other = other_row(coder, channel);
  const int end = code_end(reads, coder, port, channel, reads || wished >= 0 ? wished : end_of(values, count));
  coder->ends[channel] = end;
  const int stop = end * (count / 64);
  if (reads || chooses) memset(values + stop, 0, sizeof(int16_t) * (size_t)(count - stop));
  music_expect(coder, channel, other, stop);
  int32_t recent = 0;
  int state = 0;
  for (int k = 0; k < stop; k++) {
    music_place place;
    music_find(coder, &place, channel, other, k, recent, music_quantizer[state]);
    const float value = chooses ? __builtin_fabsf(spectrum[k]) : 0;
    const int32_t given = reads || chooses ? 0 : values[k] < 0 ? -values[k] : values[k];
    const int32_t magnitude = code_magnitude(reads, chooses, coder, port, &place, given, value, weight, bits);
    if (magnitude) {
      const int negative = code_bits(reads, port, chooses ? spectrum[k] < 0 : values[k] < 0, 1);
      if (reads || chooses) values[k] = (int16_t)(negative ? -magnitude : magnitude);
    } else if (reads || chooses) {
      values[k] = 0;
    }
    if (coder->is_dependent) state = music_next_state[state][magnitude & 1];
    const int32_t seen = magnitude < music_cap ? magnitude : music_cap;
    current[k] = (int16_t)seen;
    recent = music_recent(recent, seen);
  }
}

KERNEL_INLINE void end_segment(music_coder *coder, int channels) {
  const int count = music_shortest << coder->size;
  const size_t bytes = sizeof(int16_t) * (size_t)(count + 2 * music_margin);
  const int shift = coder->size < 3 ? 4 : 2;
  for (int channel = 0; channel < channels; channel++) {
    memcpy(coder->before[channel], coder->last[channel], bytes);
    memcpy(coder->last[channel], coder->current[channel], bytes);
    int16_t *faded = coder->faded[channel] + music_margin;
    const int16_t *current = coder->current[channel] + music_margin;
    for (int k = 0; k < count; k++) {
      faded[k] = (int16_t)(faded[k] + (((current[k] << 6) - faded[k] + (1 << (shift - 1))) >> shift));
    }
  }
}

KERNEL_INLINE void code_segment(const int reads, const int chooses, music_coder *coder, circuit_coder *port, int size,
                                int channels, int16_t *const *values, const float *const *spectra, const int *ends,
                                float weight, const float *bits) {
  set_size(coder, size, channels);
  for (int channel = 0; channel < channels; channel++) {
    code_channel(reads, chooses, coder, port, channel, values[channel], chooses ? spectra[channel] : 0,
                 chooses ? ends[channel] : -1, weight, bits);
  }
  end_segment(coder, channels);
}

KERNEL_INLINE void read_segment_body(const int level, music_coder *coder, circuit_reader *reader, int size,
                                     int channels, int16_t *const *values) {
  (void)level;
  circuit_coder port = {.reader = *reader};
  code_segment(1, 0, coder, &port, size, channels, values, 0, 0, 0, 0);
  *reader = port.reader;
}

KERNEL_DISPATCH_256_AS(music_read_segment, read_segment, void,
                       (music_coder * coder, circuit_reader *reader, int size, int channels, int16_t *const *values),
                       (coder, reader, size, channels, values))

KERNEL_INLINE void trace_segment_body(const int level, music_coder *coder, circuit_trace *trace, int size,
                                      int channels, int16_t *const *values) {
  (void)level;
  circuit_coder port = {.trace = *trace};
  code_segment(0, 0, coder, &port, size, channels, values, 0, 0, 0, 0);
  *trace = port.trace;
}

KERNEL_DISPATCH_256_AS(music_trace_segment, trace_segment, void,
                       (music_coder * coder, circuit_trace *trace, int size, int channels, int16_t *const *values),
                       (coder, trace, size, channels, values))

KERNEL_INLINE void quantize_segment_body(const int level, music_coder *coder, music_chooser *chooser,
                                         circuit_trace *trace, int size, int channels, const float *const *spectra,
                                         const int *ends, float weight, const float *bits, int16_t *const *values) {
  (void)level;
  circuit_coder port = {.trace = *trace};
  if (!coder->is_dependent) {
    code_segment(0, 1, coder, &port, size, channels, values, spectra, ends, weight, bits);
  } else {
    set_size(coder, size, channels);
    for (int channel = 0; channel < channels; channel++) {
      float end_costs[65];
      for (int end = 0; end <= ends[channel]; end++) end_costs[end] = weight * end_bits(coder, channel, end, bits);
      const int end = music_choose(chooser, coder, channel, other_row(coder, channel), values[channel],
                                   spectra[channel], ends[channel], end_costs, weight, bits);
      code_channel(0, 0, coder, &port, channel, values[channel], 0, end, 0, 0);
    }
    end_segment(coder, channels);
  }
  *trace = port.trace;
}

KERNEL_DISPATCH_256_AS(music_quantize_segment, quantize_segment, void,
                       (music_coder * coder, music_chooser *chooser, circuit_trace *trace, int size, int channels,
                        const float *const *spectra, const int *ends, float weight, const float *bits,
                        int16_t *const *values),
                       (coder, chooser, trace, size, channels, spectra, ends, weight, bits, values))
