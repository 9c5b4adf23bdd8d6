// Coding of one residual of latents: the contexts of its place, and the decisions it is coded by.
#pragma once

#include "circuit_coder.h"
#include "circuit_walk.h"
#include "contexts.h"
#include "dispatch.h"

#define AT_MOST(value, limit) ((value) < (limit) ? (value) : (limit))

/// Magnitudes on the scale of twelve.
static const uint8_t levels[64] = {
    0, 1, 2, 3, 4, 5, 5, 6, 6, 6, 7, 7, 7, 7,  8,  8,  8,  8,  8,  8,  9,  9,  9,  9,  9,  9,  9,  9,  9,  9,  10, 10,
    10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 11, 11,
    11, 11,
};

KERNEL_INLINE int level_of(int magnitude) { return levels[AT_MOST(magnitude, 63)]; }

/// Quarter octave of a prediction.
KERNEL_INLINE int class_of(uint32_t prediction) {
  const uint32_t value = (int32_t)prediction > 4 ? prediction : 4;
  const int octave = 29 - __builtin_clz(value);
  const int class = octave * 4 + (int)(value >> octave & 3);
  return AT_MOST(class, circuit_classes - 1);
}

/// The class of a prediction on a scale of fourteen.
KERNEL_INLINE int half_class(uint32_t prediction) {
  const int class = class_of(prediction);
  return class < 20 ? 0 : AT_MOST(1 + (class - 20) / 3, 13);
}

/// 0 for zero, 1 for positive, 2 for negative.
KERNEL_INLINE int sign_of(int8_t residual) { return (residual > 0) | (residual < 0) << 1; }

/// Contexts that the row itself has no part in.
KERNEL_INLINE void set_contexts(const circuit_row *row, const int has_parent, ptrdiff_t start, ptrdiff_t count) {
  const int16_t *above = row->above + start;
  uint8_t *near = row->near + start;
  for (ptrdiff_t x = 0; x < count; x++) {
    const int16_t north = AT_MOST(above[x], 3);
    const int16_t west = AT_MOST(above[x - 1], 2);
    const int16_t east = AT_MOST(above[x + 1], 2);
    near[x] = (uint8_t)(north * 9 + west * 3 + east);
  }
  const int16_t *first = row->first + start, *second = row->second + start;
  uint8_t *far = row->far + start;
  for (ptrdiff_t x = 0; x < count; x++) {
    const int16_t one = AT_MOST(first[x], 2);
    const int16_t two = AT_MOST(second[x], 2);
    far[x] = (uint8_t)(one * 3 + two);
  }
  if (has_parent) {
    const int16_t *parent = row->parent + start / 2, *sums = row->parent_sums + start / 2;
    for (ptrdiff_t half = 0; half < (count + 1) / 2; half++) {
      const int16_t around = (int16_t)((sums[half] > 1) + (sums[half] > 3) + (sums[half] > 6));
      const uint8_t context = (uint8_t)((AT_MOST(parent[half], 5) * 4 + around) * 9);
      far[2 * half] = (uint8_t)(far[2 * half] + context);
      far[2 * half + 1] = (uint8_t)(far[2 * half + 1] + context);
    }
    return;
  }
  int32_t *expected = row->expected + start;
  for (ptrdiff_t x = 0; x < count; x++) expected[x] = 64;
  for (int tap = 0; tap < row->tap_count; tap++) {
    const int8_t *signs = row->tap_rows[tap] + start;
    const int32_t weight = row->tap_weights[tap];
    for (ptrdiff_t x = 0; x < count; x++) expected[x] += weight * signs[x];
  }
}

/// What is expected of the sign: negative or positive, the surer the larger.
KERNEL_INLINE int32_t expectation(const circuit_row *row, ptrdiff_t x) {
  const int8_t *signs = row->signs + x;
  return row->expected[x] + row->west_taps[0] * signs[-1] + row->west_taps[1] * signs[-2];
}

/// How much of the predicted magnitude comes from the plane itself, and how much from elsewhere.
KERNEL_INLINE int split_context(const circuit_row *row, ptrdiff_t x, uint32_t total) {
  const int16_t *own = row->magnitudes + x, *above = row->above + x;
  uint32_t sum = (uint32_t)row->own[0] * (uint32_t)own[-1] + (uint32_t)row->own[1] * (uint32_t)own[-2];
  sum += (uint32_t)row->own[2] * (uint32_t)above[0] + (uint32_t)row->own[3] * (uint32_t)row->beyond[x];
  sum += (uint32_t)row->own[4] * (uint32_t)above[-1] + (uint32_t)row->own[5] * (uint32_t)above[1];
  return half_class(sum) * 14 + half_class(total - sum);
}

/// Codes whether a residual is negative.
KERNEL_INLINE int code_sign(const int reads, const int has_parent, const circuit_row *row, circuit_coder *coder,
                            ptrdiff_t x, int magnitude, int phase, int negative) {
  const int8_t *own = row->signs + x, *above = own - row->sign_stride;
  const int near = sign_of(own[-1]) * 3 + sign_of(above[0]);
  const int corners = sign_of(above[-1]) * 3 + sign_of(above[1]);
  const int beyond = sign_of(own[-2]) * 3 + sign_of(above[-row->sign_stride]);
  const int planes = (sign_of(row->first_signs[x]) * 3 + sign_of(row->second_signs[x])) * 3 +
                     sign_of(row->last_signs[x]);
  const int8_t *above_parent = row->parent_signs + (x >> 1);
  const int parent = sign_of(above_parent[0]);
  const int corner = (int)(row->y & 1) * 2 + (int)(x & 1);
  int last;
  if (has_parent) {
    const int beside = sign_of(above_parent[x & 1 ? 1 : -1]);
    const int across = sign_of(above_parent[row->y & 1 ? row->parent_sign_stride : -row->parent_sign_stride]);
    last = ((beside * 3 + across) * 4 + corner) * 3 + parent;
  } else {
    const int32_t eighth = expectation(row, x) >> 7;
    const int32_t expected = eighth < -8 ? -8 : AT_MOST(eighth, 8);
    last = (AT_MOST(level_of(magnitude), 6) - 1) * 17 + expected + 8;
  }
  int32_t *gates[] = {
      row->gates + circuit_signs_near + near * 9 + corners,
      row->gates + circuit_signs_beyond + beyond * 9 + near,
      row->gates + circuit_signs_planes + planes * 3 + parent,
      row->gates + circuit_signs_parity + (phase < 0 ? parent * 4 + corner : phase) * 9 + near,
      row->gates + circuit_signs_last + last,
  };
  return code_bit(reads, coder, row->chances, negative, gates, 5, row->sign_rate);
}

/// A magnitude, shifted, that is at least one.
KERNEL_INLINE int code_above_zero(const int reads, const int has_parent, const circuit_row *row, circuit_coder *coder,
                                  ptrdiff_t x, int class, int near, int far, int other, int magnitude) {
  int32_t *ones[] = {row->gates + circuit_ones + class, row->gates + circuit_ones_near + near,
                     row->gates + circuit_ones_far + far, row->gates + circuit_ones_other + other};
  if (!code_bit(reads, coder, row->chances, magnitude > 1, ones, has_parent ? 3 : 4, row->rate)) return 1;
  int32_t *twos[] = {row->gates + circuit_twos + class, row->gates + circuit_twos_near + near};
  if (!code_bit(reads, coder, row->chances, magnitude > 2, twos, 2, row->rate)) return 2;
  const int around = level_of(row->magnitudes[x - 1] + row->above[x]);
  for (int coded = 3; coded < circuit_escape; coded++) {
    const int step = AT_MOST(coded - 3, circuit_ladder_steps - 1);
    int32_t *ladder[] = {
        row->gates + circuit_ladder + step * circuit_ladder_classes + class / 4,
        row->gates + circuit_ladder_near + step * circuit_levels + around,
    };
    if (!code_bit(reads, coder, row->chances, magnitude > coded, ladder, 2, row->rate)) return coded;
  }
  return circuit_escape + code_golomb(reads, coder, magnitude - circuit_escape);
}

/// Codes the residual at x, at `place` of a run in which all before it are zero; -1: there is no such run.
KERNEL_INLINE int32_t code_residual(const int reads, const int has_parent, const circuit_row *row,
                                    circuit_coder *coder, ptrdiff_t x, int place, int phase, int32_t residual) {
  const int16_t *own = row->magnitudes + x;
  const uint32_t total = (uint32_t)row->sums[x] + (uint32_t)row->own[0] * (uint32_t)own[-1] +
                         (uint32_t)row->own[1] * (uint32_t)own[-2];
  const int class = class_of(total);
  const int shift = row->shifts[class];
  const int magnitude = residual < 0 ? -residual : residual;
  const int near = AT_MOST(own[-1], 3) * 36 + row->near[x];
  int far = row->far[x], other = 0;
  if (!has_parent) {
    const int32_t expected = expectation(row, x);
    const int sure = (expected < 0 ? -expected : expected) >> 8;
    other = AT_MOST(sure, 3) * 9 + far;
    far = split_context(row, x, total);
  }
  int coded = 1;
  // The last of a run that is not all zero is certain.
  if (place != circuit_run - 1 || shift != 0) {
    const int in_run = circuit_classes + AT_MOST(class / 2, 15) * circuit_run + place;
    int32_t *zeros[] = {row->gates + circuit_zeros + (place < 0 ? class : in_run),
                        row->gates + circuit_zeros_near + near, row->gates + circuit_zeros_far + far,
                        row->gates + circuit_zeros_other + other};
    coded = code_bit(reads, coder, row->chances, magnitude >> shift > 0, zeros, has_parent ? 3 : 4, row->rate);
    if (coded == 0 && shift == 0) return 0;
  }
  if (coded) {
    coded = code_above_zero(reads, has_parent, row, coder, x, class, near, far, other, magnitude >> shift);
  }
  if (shift != 0) {
    const int low = code_bits(reads, coder, magnitude & ((1 << shift) - 1), shift);
    // Damaged streams may hold more than a residual can be.
    coded = (int)(((uint32_t)coded << shift | (uint32_t)low) & 0x3ffff);
  }
  if (coded == 0) return 0;
  return code_sign(reads, has_parent, row, coder, x, coded, phase, residual < 0) ? -coded : coded;
}
