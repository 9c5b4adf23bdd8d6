// The state of a coder of spectra, and one decision of it.
#pragma once

#include <string.h>

#include "circuit_coder.h"
#include "dispatch.h"
#include "music_walk.h"

enum {
  /// Zeros on either side of a row.
  music_margin = 8,
  music_row = music_longest + 2 * music_margin,
  music_log_odds_limit = 2047,
  /// Flags from this one on are the caller's.
  music_free_flags = 512,
  /// A constant input of 1.
  music_constant = 256,
  music_rate = 3,
  /// Magnitudes count for at most this as contexts.
  music_cap = 255,
  /// Counters are never surer than this.
  music_sure = 500,
  music_sure_bits = 10,
};

struct music_coder {
  uint32_t counters[music_counter_rows][music_nodes];
  int32_t mixers[music_quantizers][music_mixers][music_inputs];
  uint16_t refined[music_quantizers][music_nodes][32][33];
  uint16_t flags[music_flags];
  /// Shares of the error that counters move by, in 2^-16.
  int32_t rates[music_sure + 1];
  music_prior prior;
  int is_dependent, is_mixed;

  // Rows of the pair: magnitudes of the last segment and of the one before, magnitudes in 2^-6 that fade, and those of the
  // segment in work; all at the resolution of `size`.
  int16_t last[music_pair][music_row], before[music_pair][music_row], faded[music_pair][music_row];
  int16_t current[music_pair][music_row];
  int size;
  /// 64ths of the segment before that were not zero.
  int ends[music_pair];
  /// What is predicted of each magnitude without the row itself, in 2^-8.
  int32_t expected[music_longest];
};

/// Inputs of a mixer, and the same in 32 bits.
typedef int16_t music_lanes __attribute__((vector_size(2 * music_inputs), aligned(8)));
typedef int32_t music_words __attribute__((vector_size(4 * music_inputs), aligned(8)));

/// A decision in work.
typedef struct {
  int16_t inputs[music_inputs];
  uint32_t *counters[music_counters];
  /// The counters as they were asked, zeros behind: learning takes them in lanes.
  uint32_t asked[music_inputs];
  int32_t *near, *far;
  int32_t near_chance, far_chance, chance;
  uint16_t *refined;
} music_decision;

/// What all decisions of a coefficient have in common.
typedef struct {
  uint32_t *counters[music_counters];
  int quantizer, near, far, refined;
} music_place;

KERNEL_INLINE int32_t music_clamp(int32_t value, int32_t low, int32_t high) {
  return value < low ? low : value > high ? high : value;
}

/// Log odds in 1/256 of a sum of products with weights in 2^-16.
KERNEL_INLINE int32_t music_sum(const int32_t *restrict weights, const music_words *restrict inputs) {
  music_words wide;
  memcpy(&wide, weights, sizeof wide);
  const int32_t sum = __builtin_reduce_add((wide >> 4) * *inputs);
  return music_clamp(sum >> 12, -music_log_odds_limit, music_log_odds_limit);
}

/// The chance of a yes in 2^-16.
KERNEL_INLINE void music_ask(music_coder *restrict coder, music_decision *restrict decision,
                             const music_place *restrict place, int node) {
  const music_prior *prior = &coder->prior;
  if (!coder->is_mixed) {
    decision->counters[0] = place->counters[0] + node;
    decision->chance = music_clamp((int32_t)(*decision->counters[0] >> 16), 24, 65512);
    return;
  }
  for (int i = 0; i < music_counters; i++) {
    decision->counters[i] = place->counters[i] + node;
    decision->asked[i] = *decision->counters[i];
  }
  for (int i = music_counters; i < music_inputs; i++) decision->asked[i] = 0;
  // Put together in a register: a wide load would wait for narrow stores.
#define MUSIC_ODDS(i) prior->log_odds[place->counters[i][node] >> 20]
  const music_lanes inputs = {MUSIC_ODDS(0),  MUSIC_ODDS(1),  MUSIC_ODDS(2),  MUSIC_ODDS(3), MUSIC_ODDS(4),
                              MUSIC_ODDS(5),  MUSIC_ODDS(6),  MUSIC_ODDS(7),  MUSIC_ODDS(8), MUSIC_ODDS(9),
                              MUSIC_ODDS(10), MUSIC_ODDS(11), MUSIC_ODDS(12), MUSIC_ODDS(13), music_constant};
#undef MUSIC_ODDS
  memcpy(decision->inputs, &inputs, sizeof inputs);
  const music_words words = __builtin_convertvector(inputs, music_words);
  int32_t(*mixers)[music_inputs] = coder->mixers[place->quantizer];
  decision->near = mixers[node * 16 + place->near];
  decision->far = mixers[music_near_mixers + node * 64 + place->far];
  const int32_t near = music_sum(decision->near, &words);
  const int32_t far = music_sum(decision->far, &words);
  decision->near_chance = prior->chances[near + 2048];
  decision->far_chance = prior->chances[far + 2048];
  const int32_t odds = ((near + far) >> 1) + 2048;
  const int32_t scaled = odds * 32, rest = scaled & 4095;
  uint16_t *refined = coder->refined[place->quantizer][node][place->refined] + (scaled >> 12);
  const int32_t second = (refined[0] * (4096 - rest) + refined[1] * rest) >> 12;
  decision->refined = refined + (rest > 2048);
  decision->chance = music_clamp((prior->chances[odds] + second + 1) >> 1, 24, 65512);
}

/// A counter after an outcome whose chance, in 2^-22, is `target`.
KERNEL_INLINE uint32_t music_moved(const int32_t *restrict rates, uint32_t counter, int32_t target) {
  const int32_t asked = (int32_t)(counter & ((1u << music_sure_bits) - 1));
  const int32_t chance = (int32_t)(counter >> music_sure_bits), error = target - chance, rate = rates[asked];
  // The product in 2^-16 by two halves, since lanes have 32 bits.
  const int32_t moved = chance + (error >> 16) * rate + (int32_t)(((uint32_t)error & 0xffff) * (uint32_t)rate >> 16);
  return (uint32_t)moved << music_sure_bits | (uint32_t)(asked + (asked < music_sure));
}

KERNEL_INLINE void music_learn(music_coder *restrict coder, music_decision *restrict decision, int bit) {
  const int32_t target = bit ? (1 << 22) - 1 : 0;
  if (!coder->is_mixed) {
    *decision->counters[0] = music_moved(coder->rates, *decision->counters[0], target);
    return;
  }
  uint32_t moved[music_inputs];
  for (int i = 0; i < music_inputs; i++) moved[i] = music_moved(coder->rates, decision->asked[i], target);
  for (int i = 0; i < music_counters; i++) *decision->counters[i] = moved[i];
  const int32_t whole = bit ? 65535 : 0;
  const int32_t near = (whole - decision->near_chance) * music_rate;
  const int32_t far = (whole - decision->far_chance) * music_rate;
  for (int i = 0; i < music_inputs; i++) {
    const int32_t input = decision->inputs[i];
    decision->near[i] = music_clamp(decision->near[i] + ((input * near + (1 << 15)) >> 16), -(1 << 19), 1 << 19);
    decision->far[i] = music_clamp(decision->far[i] + ((input * far + (1 << 15)) >> 16), -(1 << 19), 1 << 19);
  }
  *decision->refined = (uint16_t)(*decision->refined + ((whole - *decision->refined) >> 7));
}

/// The mean of magnitudes of lower bins, in 2^-8, after another one.
KERNEL_INLINE int32_t music_recent(int32_t recent, int32_t magnitude) {
  return recent + (((magnitude << 8) - recent) >> 3);
}

/// Codes an outcome by a chance of a one.
KERNEL_INLINE int music_code_bit(const int reads, circuit_coder *port, int bit, int32_t chance) {
  if (reads) return read_bit(&port->reader, (uint32_t)chance);
  *port->trace.next++ = (uint32_t)chance | (uint32_t)bit << 16;
  return bit;
}

/// A decision by one chance that learns.
KERNEL_INLINE int music_code_flag(const int reads, circuit_coder *port, uint16_t *flag, int bit) {
  bit = music_code_bit(reads, port, bit, music_clamp(*flag, 64, 65472));
  *flag = (uint16_t)(*flag + (((bit ? 65535 : 0) - *flag) >> 5));
  return bit;
}

/// Digits from the highest on, each by those before it.
KERNEL_INLINE int music_code_number(const int reads, circuit_coder *port, uint16_t *flags, int bits, int value) {
  int node = 1;
  for (int digit = bits - 1; digit >= 0; digit--) {
    node = 2 * node + music_code_flag(reads, port, flags + node, value >> digit & 1);
  }
  return node - (1 << bits);
}
