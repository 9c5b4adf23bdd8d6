#pragma STDC FP_CONTRACT OFF

#include "sample_mixer.h"

#include "dispatch.h"

enum {
  contexts = sample_mixer_counters,
  given = sample_mixer_experts,
  inputs = sample_mixer_inputs,
  /// What a constant input of 0.3 is.
  constant = 77,
  log_odds_limit = 2047,
  weight_limit = (1 << 23) - 1,
  /// Counters asked as often as this count in full.
  trusted = 3,
  asked_bits = 10,
  asked_mask = (1 << asked_bits) - 1,
};

/// What an input adds to the sum. Added up as the inputs come: loads of whole vectors would wait for their stores.
KERNEL_INLINE int32_t term(int32_t weight, int32_t input) { return ((weight >> 4) * input) >> 4; }

KERNEL_INLINE int32_t ask_body(const int level, SampleDecision *restrict decision,
                               const SampleMixerTables *restrict tables, uint32_t *restrict counters,
                               const uint32_t *restrict places, uint32_t node, int32_t *restrict weights,
                               const int32_t *restrict experts) {
  (void)level;
  int32_t mean = 0;
  int32_t sum = term(weights[contexts + given], constant);
  for (int i = 0; i < given; i++) {
    mean += experts[i];
    const int32_t input = tables->log_odds[experts[i]];
    decision->inputs[contexts + i] = input;
    sum += term(weights[contexts + i], input);
  }
  mean /= given;
  for (int i = 0; i < contexts; i++) {
    uint32_t *counter = counters + (places[i] ^ node);
    decision->counters[i] = counter;
    // A counter that was never asked begins as the experts say.
    if ((*counter & asked_mask) == 0) *counter = (uint32_t)mean << 20;
    const int32_t odds = tables->log_odds[*counter >> 20];
    const int32_t asked = (int32_t)(*counter & asked_mask);
    // What has seldom been asked counts for little.
    const int32_t input = asked == 0 ? 0 : asked < trusted ? odds * (asked + 1) / (trusted + 1) : odds;
    decision->inputs[i] = input;
    sum += term(weights[i], input);
  }
  decision->inputs[contexts + given] = constant;
  decision->weights = weights;
  sum >>= 12;
  if (sum > log_odds_limit) sum = log_odds_limit;
  if (sum < -log_odds_limit) sum = -log_odds_limit;
  decision->chance = tables->chances[sum + 2048];
  return decision->chance;
}

KERNEL_DISPATCH_256_AS(sample_mixer_ask, ask, int32_t,
                       (SampleDecision *decision, const SampleMixerTables *tables, uint32_t *counters,
                        const uint32_t *places, uint32_t node, int32_t *weights, const int32_t *experts),
                       (decision, tables, counters, places, node, weights, experts))

KERNEL_INLINE void learn_body(const int level, SampleDecision *restrict decision,
                              const SampleMixerTables *restrict tables, int32_t answer) {
  (void)level;
  const int32_t error = (answer << 16) - decision->chance;
  int32_t *restrict weights = decision->weights;
  for (int i = 0; i < inputs; i++) {
    const int32_t weight = weights[i] + ((decision->inputs[i] * error + (1 << 11)) >> 12);
    weights[i] = weight > weight_limit ? weight_limit : weight < -weight_limit ? -weight_limit : weight;
  }
  const int32_t target = answer << 22;
  for (int i = 0; i < contexts; i++) {
    uint32_t *counter = decision->counters[i];
    const int32_t asked = (int32_t)(*counter & asked_mask);
    const int32_t chance = (int32_t)(*counter >> asked_bits);
    const int32_t moved = chance + ((((target - chance) >> 3) * tables->rates[asked]) >> 9);
    *counter = (uint32_t)(moved < 0 ? 0 : moved) << asked_bits | (uint32_t)(asked < tables->most_asked ? asked + 1 : asked);
  }
}

KERNEL_DISPATCH_256_AS(sample_mixer_learn, learn, void,
                       (SampleDecision *decision, const SampleMixerTables *tables, int32_t answer),
                       (decision, tables, answer))
