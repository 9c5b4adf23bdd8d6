// Probabilities of binary decisions, mixed from adaptive counters and given experts, in integers.
#pragma once

#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

/// Inlined into the walk over the samples, for the instruction set that every machine has: a decision is shorter than
/// a call to a faster one.
#define SAMPLE_MIXER_INLINE static inline __attribute__((always_inline))

enum {
  sample_mixer_counters = 6,
  sample_mixer_experts = 3,
  /// Counters, experts, a constant, and zeros to full vectors.
  sample_mixer_inputs = 12,
};

/// What does not change: log odds of chances in 2^-12, in 1/256; chances in 2^-16 of log odds 0 ..< 4096 less 2048,
/// in 1/256; and the rates of counters by how often they were asked, in 2^-12.
typedef struct {
  const int16_t *log_odds;
  const uint16_t *chances;
  const int32_t *rates;
  int32_t most_asked;
} SampleMixerTables;

/// A decision in work.
typedef struct {
  /// Log odds of the inputs.
  int16_t inputs[sample_mixer_inputs];
  uint32_t *_Nullable counters[sample_mixer_counters];
  int32_t *_Nullable weights;
  int32_t chance;
  /// What counters begin with.
  uint32_t mean;
} SampleDecision;

enum {
  /// What a constant input of 0.3 is.
  sample_mixer_constant = 77,
  sample_mixer_log_odds_limit = 2047,
  /// Counters asked as often as this count in full.
  sample_mixer_trusted = 3,
  sample_mixer_asked_bits = 10,
  sample_mixer_asked_mask = (1 << sample_mixer_asked_bits) - 1,
};

/// Where the counters of these contexts begin in tables of 2^16 each, one after the other. They are fetched early, because
/// most lie far away in memory.
SAMPLE_MIXER_INLINE void sample_mixer_choose(uint32_t *places, const int64_t *contexts, const uint32_t *counters) {
  for (int i = 0; i < sample_mixer_counters; i++) {
    places[i] = (uint32_t)i << 16 | ((uint32_t)contexts[i] * UINT32_C(0x9E3779B1)) >> 16;
    __builtin_prefetch(counters + (places[i] & ~UINT32_C(15)), 1);
  }
}

/// Keeps a number out of vectors: single inputs put there and taken out again cost more than vectors save.
#define SAMPLE_MIXER_SCALAR(number) __asm__("" : "+r"(number))

/// What an input adds to the sum; wraps on absurd weights.
SAMPLE_MIXER_INLINE uint32_t sample_mixer_term(int32_t weight, int32_t input) {
  return (uint32_t)(weight >> 8) * (uint32_t)input;
}

/// Chance in 2^-16, of 1 to 65535, that the decision is yes. Counters are chances in 2^-22 above ten bits of how often
/// they were asked; counter i stands at `counters`[`places`[i] ^ `node`]. `experts` are chances in 2^-12, of 1 to 4095;
/// `weights` are `sample_mixer_inputs` in 2^-20. Counters and weights stay until the answer is learnt.
SAMPLE_MIXER_INLINE int32_t sample_mixer_ask(SampleDecision *restrict decision,
                                             const SampleMixerTables *restrict tables,
                                             uint32_t *restrict counters, const uint32_t *restrict places,
                                             uint32_t node, int32_t *restrict weights,
                                             const int32_t *restrict experts) {
  const int given = sample_mixer_counters;
  uint32_t sum = sample_mixer_term(weights[given + sample_mixer_experts], sample_mixer_constant);
  int32_t mean = 0;
#pragma clang loop unroll(full)
  for (int i = 0; i < sample_mixer_experts; i++) {
    mean += experts[i];
    int32_t input = tables->log_odds[experts[i]];
    SAMPLE_MIXER_SCALAR(input);
    decision->inputs[given + i] = (int16_t)input;
    sum += sample_mixer_term(weights[given + i], input);
  }
#pragma clang loop unroll(full)
  for (int i = 0; i < sample_mixer_counters; i++) {
    uint32_t *counter = counters + (places[i] ^ node);
    decision->counters[i] = counter;
    const int32_t asked = (int32_t)(*counter & sample_mixer_asked_mask);
    // What has seldom been asked counts for little.
    const int32_t trust = asked < sample_mixer_trusted ? asked + (asked > 0) : sample_mixer_trusted + 1;
    int32_t input = (tables->log_odds[*counter >> 20] * trust) >> 2;
    SAMPLE_MIXER_SCALAR(input);
    decision->inputs[i] = (int16_t)input;
    sum += sample_mixer_term(weights[i], input);
  }
  decision->inputs[given + sample_mixer_experts] = sample_mixer_constant;
  decision->weights = weights;
  decision->mean = (uint32_t)(mean / sample_mixer_experts) << 20;
  int32_t odds = (int32_t)sum >> 12;
  odds = odds > sample_mixer_log_odds_limit ? sample_mixer_log_odds_limit : odds;
  odds = odds < -sample_mixer_log_odds_limit ? -sample_mixer_log_odds_limit : odds;
  decision->chance = tables->chances[odds + 2048];
  return decision->chance;
}

/// Learns the answer to the decision asked last, 0 or 1.
SAMPLE_MIXER_INLINE void sample_mixer_learn(SampleDecision *restrict decision,
                                            const SampleMixerTables *restrict tables, int32_t answer) {
  // 16 bits, like the inputs: the machine multiplies such in vectors.
  const int16_t error = (int16_t)(((answer << 16) - decision->chance) >> 1);
  int32_t *restrict weights = decision->weights;
  for (int i = 0; i < sample_mixer_inputs; i++) {
    const int32_t change = (decision->inputs[i] * error + (1 << 10)) >> 11;
    weights[i] = (int32_t)((uint32_t)weights[i] + (uint32_t)change);
  }
  const int32_t target = answer << 22;
#pragma clang loop unroll(full)
  for (int i = 0; i < sample_mixer_counters; i++) {
    uint32_t *counter = decision->counters[i];
    const int32_t asked = (int32_t)(*counter & sample_mixer_asked_mask);
    const uint32_t state = asked == 0 ? decision->mean : *counter;
    const int32_t chance = (int32_t)(state >> sample_mixer_asked_bits);
    const int32_t moved = chance + ((((target - chance) >> 3) * tables->rates[asked]) >> 9);
    *counter = (uint32_t)(moved < 0 ? 0 : moved) << sample_mixer_asked_bits |
               (uint32_t)(asked < tables->most_asked ? asked + 1 : asked);
  }
}

#pragma clang assume_nonnull end
