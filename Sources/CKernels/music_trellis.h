// Dependent quantization: two quantizers take turns by the parities of the magnitudes before, so that their levels
// together lie twice as dense as those that a magnitude can choose from. The first has levels m, the second 0 and m - 1/2.
// The encoder looks for the cheapest way through the states (Marcellin and Fischer, "Trellis coded quantization of
// memoryless and Gauss-Markov sources", 1990).
#pragma once

#include "music_coder.h"
#include "music_contexts.h"

enum {
  /// Magnitudes at lower bins that a prediction takes.
  music_behind = 6,
  /// Rates of magnitudes up to the first that escapes.
  music_rates = music_nodes + 1,
  music_fine_scale = 64,
  music_largest_choice = 32000,
};

/// The cheapest way to a state.
typedef struct {
  float cost;
  /// Magnitudes from the last one on, eight bits each.
  uint64_t behind;
  int32_t recent;
} music_way;

/// The cheapest even and the cheapest odd magnitude of a coefficient behind a way, with what the way costs.
typedef struct {
  float cost[2];
  int16_t magnitude[2];
} music_choice;

/// Ways that cannot be.
static const float music_far = 1e30f;

/// Magnitudes of values below are 0 under both quantizers: another one would cost more than it could gain.
static const float music_surely_none = 0.25f;

struct music_chooser {
  /// A copy of the coder that learns along the cheapest way; null where rates are estimates.
  music_coder *rehearsal;
  /// Bits of magnitudes with their signs by quantizer and predicted magnitude, and which of them are known.
  float rates[music_quantizers][music_fine_scale][music_rates];
  uint8_t known[music_quantizers][music_fine_scale];
  int16_t chosen[music_longest][music_states];
  uint8_t from[music_longest][music_states];
};

/// Of an outcome of a chance in 2^-16.
KERNEL_INLINE float music_bits_of(const float *bits, int32_t chance) { return bits[chance >> 4]; }

/// What is restored for magnitudes 1 and 2, nearly: what stands for them depends on what is around.
static const float music_levels[music_quantizers][3] = {{0, 0.94f, 2.02f}, {0, 0.61f, 1.46f}};

KERNEL_INLINE float level_of(int quantizer, int magnitude) {
  if (magnitude < 3) return music_levels[quantizer][magnitude];
  return quantizer ? (float)magnitude - 0.5f : (float)magnitude;
}

KERNEL_INLINE float music_flag_bits(const uint16_t *flag, int bit, const float *bits) {
  const int32_t chance = music_clamp(*flag, 64, 65472);
  return music_bits_of(bits, bit ? chance : 65536 - chance);
}

/// Bits of a magnitude by those of magnitudes up to `music_nodes`: each doubling of the rest takes two more.
KERNEL_INLINE float rate_of(const float *rates, int magnitude) {
  if (magnitude < music_nodes) return rates[magnitude];
  return rates[music_nodes] + (float)(2 * (31 - __builtin_clz((uint32_t)(magnitude - music_nodes + 1))));
}

/// Estimates by the counters of the predicted magnitude alone.
KERNEL_INLINE const float *estimated_rates(music_chooser *chooser, const music_coder *coder, int quantizer, int fine,
                                           int kind, const float *bits) {
  float *rates = chooser->rates[quantizer][fine];
  if (chooser->known[quantizer][fine]) return rates;
  chooser->known[quantizer][fine] = 1;
  const uint32_t *counters = coder->counters[(quantizer ? music_plain_rows : 0) + fine * 4 + kind];
  float above = 0;
  for (int node = 0; node < music_nodes; node++) {
    const int32_t chance = music_clamp((int32_t)(counters[node] >> 16), 24, 65512);
    rates[node] = above + music_bits_of(bits, 65536 - chance) + (node ? 1.0f : 0.0f);
    above += music_bits_of(bits, chance);
  }
  rates[music_nodes] = above + 2.0f;
  return rates;
}

KERNEL_INLINE int seen_behind(const music_way *way, int distance) {
  return (int)(way->behind >> (8 * (distance - 1)) & 255);
}

/// What a way's coefficient is coded by.
KERNEL_INLINE void find_behind(music_coder *coder, music_place *place, int channel, const int16_t *other, int k,
                               const music_way *way, int quantizer) {
  int16_t *own = coder->current[channel] + music_margin + k;
  for (int i = 1; i <= music_behind; i++) own[-i] = (int16_t)seen_behind(way, i);
  music_find(coder, place, channel, other, k, way->recent, quantizer);
}

/// What the coder would take behind some magnitudes, for those up to `most`.
KERNEL_INLINE void exact_rates(music_coder *coder, int channel, const int16_t *other, int k, const music_way *way,
                               int quantizer, int most, const float *bits, float *rates) {
  music_place place;
  find_behind(coder, &place, channel, other, k, way, quantizer);
  float above = 0;
  for (int node = 0; node < music_nodes && node <= most; node++) {
    music_decision decision;
    music_ask(coder, &decision, &place, node);
    rates[node] = above + music_bits_of(bits, 65536 - decision.chance) + (node ? 1.0f : 0.0f);
    above += music_bits_of(bits, decision.chance);
  }
  rates[music_nodes] = above + 2.0f;
}

KERNEL_INLINE void learn_from(music_coder *coder, int channel, const int16_t *other, int k, const music_way *way,
                              int quantizer, int magnitude) {
  music_place place;
  find_behind(coder, &place, channel, other, k, way, quantizer);
  for (int node = 0; node < music_nodes && node <= magnitude; node++) {
    music_decision decision;
    music_ask(coder, &decision, &place, node);
    music_learn(coder, &decision, magnitude > node);
  }
}

KERNEL_INLINE int is_same_way(const music_way *a, const music_way *b) {
  return a->recent == b->recent && a->behind == b->behind;
}

/// Of four.
KERNEL_INLINE int cheapest(const music_way *ways) {
  int best = 0;
  for (int state = 1; state < music_states; state++) {
    if (ways[state].cost < ways[best].cost) best = state;
  }
  return best;
}

/// Tries the two nearest levels, none, and one less; `lower` is the next level at or below the value.
KERNEL_INLINE music_choice choose_behind(const music_way *way, const float *rates, float value, int lower,
                                         int quantizer, float weight) {
  const float none = way->cost + value * value + weight * rates[0];
  if (value < music_surely_none) return (music_choice){{none, music_far}, {0, 1}};
  const int parity = lower & 1, other = parity ^ 1;
  const float below = value - level_of(quantizer, lower), above = value - level_of(quantizer, lower + 1);
  music_choice choice;
  choice.cost[other] = way->cost + above * above + weight * rate_of(rates, lower + 1);
  choice.magnitude[other] = (int16_t)(lower + 1);
  choice.cost[parity] = lower ? way->cost + below * below + weight * rate_of(rates, lower) : none;
  choice.magnitude[parity] = (int16_t)lower;
  if (lower < 1) return choice;
  choice.magnitude[0] = none < choice.cost[0] ? 0 : choice.magnitude[0];
  choice.cost[0] = none < choice.cost[0] ? none : choice.cost[0];
  if (lower < 2) return choice;
  const float lower_still = value - level_of(quantizer, lower - 1);
  const float less = way->cost + lower_still * lower_still + weight * rate_of(rates, lower - 1);
  if (less < choice.cost[other]) {
    choice.cost[other] = less;
    choice.magnitude[other] = (int16_t)(lower - 1);
  }
  return choice;
}

/// Fills the values of a segment and returns the 64th behind which all are zero, at most `limit`; the coder stays as it
/// is. `end_costs` are those of coding that end, [limit + 1].
KERNEL_INLINE int music_choose(music_chooser *restrict chooser, music_coder *restrict coder, int channel,
                               const int16_t *other, int16_t *restrict values, const float *restrict spectrum,
                               int limit, const float *end_costs, float weight, const float *bits) {
  const int count = music_shortest << coder->size, unit = count / 64, stop = limit * unit;
  const int kind = 2 * (coder->size < 3) + channel;
  music_coder *rehearsal = chooser->rehearsal;
  music_expect(coder, channel, other, stop);
  if (rehearsal) {
    *rehearsal = *coder;
    memset(rehearsal->current[channel], 0, sizeof rehearsal->current[channel]);
  } else {
    memset(chooser->known, 0, sizeof chooser->known);
  }
  music_way ways[music_states] = {{.cost = 0}, {.cost = music_far}, {.cost = music_far}, {.cost = music_far}};
  // What all costs up to an end and what is lost behind it, and the state there.
  double total = 0;
  float left = 0, lost[65];
  lost[limit] = 0;
  for (int end = limit; end > 0; end--) {
    for (int k = (end - 1) * unit; k < end * unit; k++) left += spectrum[k] * spectrum[k];
    lost[end - 1] = left;
  }
  double least_total = (double)(lost[0] + end_costs[0]);
  int chosen_end = 0, last_state = 0;
  for (int k = 0; k < stop; k++) {
    const int16_t *taps = music_taps_of(coder, channel, music_position(k << 3 >> coder->size));
    float value = __builtin_fabsf(spectrum[k]);
    if (value > music_largest_choice) value = music_largest_choice;
    float exact[music_states][music_rates];
    music_choice choices[music_states];
    for (int state = 0; state < music_states; state++) {
      const music_way *way = ways + state;
      if (rehearsal && way->cost >= music_far) {
        choices[state] = (music_choice){{music_far, music_far}, {0, 1}};
        continue;
      }
      const int quantizer = music_quantizer[state];
      const float shift = quantizer ? 0.5f : 0.0f;
      const int lower = (int)(value + shift);
      const float *rates;
      if (rehearsal) {
        // States of one quantizer are neighbours in the table.
        if ((state & 1) && ways[state - 1].cost < music_far && is_same_way(way, way - 1)) {
          rates = exact[state - 1];
        } else {
          exact_rates(rehearsal, channel, other, k, way, quantizer, lower + 1, bits, exact[state]);
          rates = exact[state];
        }
      } else {
        const int32_t predicted =
            way->behind == 0 ? music_clamp(coder->expected[k], 0, INT32_MAX)
                             : music_predict(coder, taps, k, seen_behind(way, 1), seen_behind(way, 2), seen_behind(way, 3),
                                             seen_behind(way, 4), seen_behind(way, 5) + seen_behind(way, 6));
        rates = estimated_rates(chooser, coder, quantizer, music_fine(predicted), kind, bits);
      }
      choices[state] = choose_behind(way, rates, value, lower, quantizer, weight);
    }
    music_way next[music_states];
    for (int from = 0; from < music_states; from += 2) {
      // Two states lead to the same two, by opposite parities.
      const music_choice *first = choices + from, *second = first + 1;
      for (int parity = 0; parity < 2; parity++) {
        const int to = music_next_state[from][parity];
        const int is_second = second->cost[parity ^ 1] < first->cost[parity];
        const music_way *before = ways + from + is_second;
        const int magnitude = is_second ? second->magnitude[parity ^ 1] : first->magnitude[parity];
        const int seen = magnitude < music_cap ? magnitude : music_cap;
        chooser->from[k][to] = (uint8_t)(from + is_second);
        chooser->chosen[k][to] = (int16_t)magnitude;
        next[to].cost = is_second ? second->cost[parity ^ 1] : first->cost[parity];
        next[to].behind = (before->behind << 8 | (uint64_t)seen) & ((UINT64_C(1) << (8 * music_behind)) - 1);
        next[to].recent = music_recent(before->recent, seen);
      }
    }
    const int best = cheapest(next);
    if (rehearsal) {
      const int before = chooser->from[k][best];
      learn_from(rehearsal, channel, other, k, ways + before, music_quantizer[before], chooser->chosen[k][best]);
    }
    // Differences of costs keep their digits.
    const float least = next[best].cost;
    for (int to = 0; to < music_states; to++) {
      ways[to] = next[to];
      ways[to].cost = next[to].cost < music_far / 2 ? next[to].cost - least : music_far;
    }
    total += (double)least;
    const int end = (k + 1) / unit;
    if (end * unit <= k) continue;
    const double cost = total + (double)(lost[end] + end_costs[end]);
    if (cost > least_total) continue;
    least_total = cost;
    chosen_end = end;
    last_state = best;
  }
  const int last = chosen_end * unit;
  memset(values + last, 0, sizeof(int16_t) * (size_t)(count - last));
  for (int k = last - 1, state = last_state; k >= 0; k--) {
    const int magnitude = chooser->chosen[k][state];
    values[k] = (int16_t)(spectrum[k] < 0 ? -magnitude : magnitude);
    state = chooser->from[k][state];
  }
  return chosen_end;
}
