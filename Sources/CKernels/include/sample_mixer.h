// Probabilities of binary decisions, mixed from adaptive counters and given experts, in integers.
#pragma once

#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

enum {
  sample_mixer_counters = 6,
  sample_mixer_experts = 3,
  /// Counters, experts, a constant, and zeros to a full vector.
  sample_mixer_inputs = 16,
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
  int32_t inputs[sample_mixer_inputs];
  uint32_t *_Nullable counters[sample_mixer_counters];
  int32_t *_Nullable weights;
  int32_t chance;
} SampleDecision;

/// Where the counters of these contexts begin in tables of 2^16 each, one after the other. They are fetched early, because
/// most lie far away in memory.
static inline void sample_mixer_choose(uint32_t *places, const int64_t *contexts, const uint32_t *counters) {
  for (int i = 0; i < sample_mixer_counters; i++) {
    places[i] = (uint32_t)i << 16 | ((uint32_t)contexts[i] * UINT32_C(0x9E3779B1)) >> 16;
    __builtin_prefetch(counters + (places[i] & ~UINT32_C(15)), 1);
  }
}

/// Chance in 2^-16, of 1 to 65535, that the decision is yes. Counters are chances in 2^-22 above ten bits of how often
/// they were asked; counter i stands at `counters`[`places`[i] ^ `node`]. `experts` are chances in 2^-12, of 1 to 4095;
/// `weights` are `sample_mixer_inputs` in 2^-20. Counters and weights stay until the answer is learnt.
int32_t sample_mixer_ask(SampleDecision *decision, const SampleMixerTables *tables, uint32_t *counters,
                         const uint32_t *places, uint32_t node, int32_t *weights, const int32_t *experts);

/// Learns the answer to the decision asked last, 0 or 1.
void sample_mixer_learn(SampleDecision *decision, const SampleMixerTables *tables, int32_t answer);

#pragma clang assume_nonnull end
