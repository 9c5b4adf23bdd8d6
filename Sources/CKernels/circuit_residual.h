// Coding of one residual of latents: the contexts of its place, and the decisions it is coded by.
#pragma once

#include "circuit_coder.h"
#include "circuit_contexts.h"
#include "circuit_row.h"
#include "dispatch.h"

/// Magnitudes on the scale of twelve.
static const uint8_t levels[64] = {
    0, 1, 2, 3, 4, 5, 5, 6, 6, 6, 7, 7, 7, 7,  8,  8,  8,  8,  8,  8,  9,  9,  9,  9,  9,  9,  9,  9,  9,  9,  10, 10,
    10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 11, 11,
    11, 11,
};

KERNEL_INLINE int level_of(int magnitude) { return levels[AT_MOST(magnitude, 63)]; }

/// The class of a prediction on a scale of fourteen.
KERNEL_INLINE int half_class(uint32_t prediction) {
  const int class = class_of(prediction);
  return class < 20 ? 0 : AT_MOST(1 + (class - 20) / 3, 13);
}

/// 0 for zero, 1 for positive, 2 for negative.
KERNEL_INLINE int sign_of(int8_t sign) { return sign & 3; }

/// What is expected of the sign: negative or positive, the surer the larger.
KERNEL_INLINE int32_t expectation(int32_t expected, const circuit_row *row, ptrdiff_t x) {
  const int8_t *signs = row->signs + x;
  return expected + row->coding.west_taps[0] * (signs[-1] >> 2) +
         row->coding.west_taps[1] * (signs[-2] >> 2);
}

/// How much of the predicted magnitude comes from the plane itself, and how much from elsewhere.
KERNEL_INLINE int split_context(const circuit_row *row, ptrdiff_t x, uint32_t own, uint32_t total) {
  const int32_t *weights = row->coding.own;
  const int16_t *above = row->magnitudes + x - row->stride, *beyond = above - row->stride;
  own += (uint32_t)weights[2] * (uint32_t)above[0] + (uint32_t)weights[3] * (uint32_t)beyond[0];
  own += (uint32_t)weights[4] * (uint32_t)above[-1] + (uint32_t)weights[5] * (uint32_t)above[1];
  return half_class(own) * 14 + half_class(total - own);
}

/// Where a residual is coded, and by which gates.
typedef struct {
  ptrdiff_t x;
  uint32_t class, near, far, other;
  int32_t expected;
} circuit_place;

/// Codes whether a residual is negative.
KERNEL_INLINE int code_sign(const int reads, const int has_parent, const circuit_row *row, circuit_coder *coder,
                            const circuit_place *place, int magnitude, int phase, int negative) {
  const ptrdiff_t x = place->x;
  const int8_t *own = row->signs + x, *above = own - row->stride;
  const int near = sign_of(own[-1]) * 3 + sign_of(above[0]);
  const int corners = sign_of(above[-1]) * 3 + sign_of(above[1]);
  const int beyond = sign_of(own[-2]) * 3 + sign_of(above[-row->stride]);
  const int planes = (sign_of(row->first_signs[x]) * 3 + sign_of(row->second_signs[x])) * 3 +
                     sign_of(row->last_signs[x]);
  const int8_t *above_parent = row->parent_signs + (x >> 1);
  const int parent = sign_of(above_parent[0]);
  const int corner = (int)(row->y & 1) * 2 + (int)(x & 1);
  int last;
  if (has_parent) {
    const int beside = sign_of(above_parent[(x & 1) * 2 - 1]);
    const int across = sign_of(above_parent[row->y & 1 ? row->parent_stride : -row->parent_stride]);
    last = ((beside * 3 + across) * 4 + corner) * 3 + parent;
  } else {
    const int32_t eighth = place->expected >> 7;
    last = (AT_MOST(level_of(magnitude), 6) - 1) * 17 + (eighth < -8 ? -8 : AT_MOST(eighth, 8)) + 8;
  }
  int32_t *all = row->coding.gates;
  int32_t *gates[] = {
      all + circuit_signs_near + near * 9 + corners,
      all + circuit_signs_beyond + beyond * 9 + near,
      all + circuit_signs_planes + planes * 3 + parent,
      all + circuit_signs_parity + (phase < 0 ? parent * 4 + corner : phase) * 9 + near,
      all + circuit_signs_last + last,
  };
  uint32_t odds = 0;
  for (int gate = 0; gate < 5; gate++) odds += (uint32_t)*gates[gate];
  const int32_t chance = chance_of(row->coding.chances, odds);
  if (reads) {
    negative = read_even_bit(&coder->reader, (uint32_t)chance);
  } else {
    trace_bit(coder, negative, chance);
  }
  const uint32_t move = move_of(negative, chance, row->coding.sign_rate);
  for (int gate = 0; gate < 5; gate++) *gates[gate] = (int32_t)((uint32_t)*gates[gate] + move);
  return negative;
}

/// A magnitude, shifted, that is at least one.
KERNEL_INLINE int code_above_zero(const int reads, const int has_parent, const circuit_row *row, circuit_coder *coder,
                                  const circuit_place *place, int magnitude) {
  int32_t *gates = row->coding.gates;
  const uint16_t *chances = row->coding.chances;
  const int32_t rate = row->coding.rate;
  int32_t *ones[] = {gates + circuit_ones + place->class, gates + circuit_ones_near + place->near,
                     gates + circuit_ones_far + place->far, gates + circuit_ones_other + place->other};
  if (!code_bit(reads, coder, chances, magnitude > 1, ones, has_parent ? 3 : 4, rate)) return 1;
  int32_t *twos[] = {gates + circuit_twos + place->class, gates + circuit_twos_near + place->near};
  if (!code_bit(reads, coder, chances, magnitude > 2, twos, 2, rate)) return 2;
  const uint32_t around = (uint32_t)level_of(row->magnitudes[place->x - 1] + row->magnitudes[place->x - row->stride]);
  for (int coded = 3; coded < circuit_escape; coded++) {
    const uint32_t step = (uint32_t)AT_MOST(coded - 3, circuit_ladder_steps - 1);
    int32_t *ladder[] = {
        gates + circuit_ladder + step * circuit_ladder_classes + place->class / 4,
        gates + circuit_ladder_near + step * circuit_levels + around,
    };
    if (!code_bit(reads, coder, chances, magnitude > coded, ladder, 2, rate)) return coded;
  }
  return circuit_escape + code_golomb(reads, coder, magnitude - circuit_escape);
}

/// The place x of a segment, behind the magnitudes west and beyond it. Its class is not cut yet.
KERNEL_INLINE circuit_place place_of(const int has_parent, const circuit_row *row, const circuit_contexts *contexts,
                                     ptrdiff_t x, int32_t west, int32_t beyond) {
  const size_t index = (size_t)x % circuit_segment;
  circuit_place place = {.x = x, .near = contexts->near[index], .far = contexts->far[index]};
  uint32_t own = 0;
  if (west | beyond) {
    own = (uint32_t)row->coding.own[0] * (uint32_t)west + (uint32_t)row->coding.own[1] * (uint32_t)beyond;
    place.class = uncut_class((uint32_t)contexts->sums[index] + own);
    place.near += (uint32_t)AT_MOST(west, 3) * 36;
  } else {
    place.class = contexts->classes[index];
  }
  if (!has_parent) {
    place.expected = expectation(contexts->expected[index], row, x);
    const int sure = (place.expected < 0 ? -place.expected : place.expected) >> 8;
    place.other = (uint32_t)AT_MOST(sure, 3) * 9 + place.far;
    place.far = (uint32_t)split_context(row, x, own, (uint32_t)contexts->sums[index] + own);
  }
  return place;
}

/// Codes whether a shifted magnitude is other than zero; `gate` is that of the class or of the place in a run.
KERNEL_INLINE int code_zero(const int reads, const int has_parent, const circuit_row *row, circuit_coder *coder,
                            const circuit_place *place, uint32_t gate, int is_other) {
  int32_t *gates = row->coding.gates;
  int32_t *zeros[] = {gates + circuit_zeros + gate, gates + circuit_zeros_near + place->near,
                      gates + circuit_zeros_far + place->far, gates + circuit_zeros_other + place->other};
  return code_bit(reads, coder, row->coding.chances, is_other, zeros, has_parent ? 3 : 4, row->coding.rate);
}

/// A residual: its magnitude, at most circuit_magnitude_cap, is all that the latents behind it need at once.
typedef struct {
  int32_t residual, magnitude;
} circuit_coded;

/// Codes the sign of a residual. Writes what later latents look at.
KERNEL_INLINE circuit_coded code_signed(const int reads, const int has_parent, const circuit_row *row,
                                        circuit_coder *coder, const circuit_place *place, int coded, int phase,
                                        int negative) {
  negative = code_sign(reads, has_parent, row, coder, place, coded, phase, negative);
  const int cut = AT_MOST(coded, circuit_sign_cap), magnitude = AT_MOST(coded, circuit_magnitude_cap);
  row->magnitudes[place->x] = (int16_t)magnitude;
  row->signs[place->x] = (int8_t)(((cut ^ -negative) + negative) * 4 + 1 + negative);
  return (circuit_coded){(coded ^ -negative) + negative, magnitude};
}

/// The gate of a latent with a number in a run that is not all zero, all before it being zero; or of its class.
KERNEL_INLINE uint32_t zero_gate(const circuit_place *place, int number) {
  if (number < 0) return place->class;
  return circuit_classes + AT_MOST(place->class / 2, 15u) * circuit_run + (uint32_t)number;
}

/// Codes a residual of a class that may have low bits sent raw.
KERNEL_INLINE circuit_coded code_raw(const int reads, const int has_parent, const circuit_row *row,
                                     circuit_coder *coder, circuit_place *place, int number, int phase,
                                     int32_t residual) {
  place->class = AT_MOST(place->class, circuit_classes - 1u);
  const int shift = row->coding.shifts[place->class];
  const int32_t magnitude = residual < 0 ? -residual : residual;
  int coded = 1;
  if (number != circuit_run - 1 || shift != 0) {
    coded = code_zero(reads, has_parent, row, coder, place, zero_gate(place, number), magnitude >> shift > 0);
  }
  if (coded) coded = code_above_zero(reads, has_parent, row, coder, place, magnitude >> shift);
  if (shift != 0) {
    const int low = code_bits(reads, coder, magnitude & ((1 << shift) - 1), shift);
    // Damaged streams may hold more than a residual can be.
    coded = (int)(((uint32_t)coded << shift | (uint32_t)low) & 0x3ffff);
  }
  if (coded == 0) return (circuit_coded){0, 0};
  return code_signed(reads, has_parent, row, coder, place, coded, phase, residual < 0);
}

/// Codes a residual with a number in a run that is not all zero, all before it being zero; -1: there is no such run.
KERNEL_INLINE circuit_coded code_residual(const int reads, const int has_parent, const circuit_row *row,
                                          circuit_coder *coder, circuit_place *place, int number, int phase,
                                          int32_t residual) {
  if (__builtin_expect(place->class >= (uint32_t)row->coding.raw_class, 0)) {
    return code_raw(reads, has_parent, row, coder, place, number, phase, residual);
  }
  const int32_t magnitude = residual < 0 ? -residual : residual;
  // The last of a run is certain.
  if (number != circuit_run - 1 &&
      !code_zero(reads, has_parent, row, coder, place, zero_gate(place, number), magnitude > 0)) {
    return (circuit_coded){0, 0};
  }
  const int coded = code_above_zero(reads, has_parent, row, coder, place, magnitude);
  return code_signed(reads, has_parent, row, coder, place, coded, phase, residual < 0);
}
