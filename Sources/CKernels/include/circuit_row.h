// What the circuit of latents looks at, row by row, and where its decisions come from or go to.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "circuit_rules.h"

/// A row of a plane, and what the circuit looks at around it. Rows of magnitudes and of signs have two zeros on either
/// side; signs are residuals of at most circuit_sign_cap.
typedef struct {
  // Of the plane.
  /// Weights of the magnitudes W, WW, N, NN, NW, NE.
  int32_t own[6];
  /// Of the latents W, N, NW, NE, in 2^-8; used if is_predicted.
  int32_t mean[4];
  bool is_predicted;
  bool has_parent;
  /// Low bits sent raw, by class.
  const uint8_t *shifts;
  /// Log odds in 2^-20 nats, circuit_gate_count of them; they move.
  int32_t *gates;
  /// Chances of a one in 2^-16 by log odds.
  const uint16_t *chances;
  /// What gates move by for an error of 1, in 2^-14 nats: those of signs, and all others.
  int32_t sign_rate, rate;
  int tap_count;
  const int32_t *tap_weights;
  /// Of W and WW.
  int32_t west_taps[2];
  ptrdiff_t value_stride, sign_stride, parent_sign_stride;

  // Of the row.
  ptrdiff_t width, y;
  int16_t *values;
  /// Zeros at first.
  int16_t *magnitudes;
  int8_t *signs;
  const int16_t *above, *beyond;
  /// Predicted magnitudes in 2^-12 without what W and WW add, and the sums of the positive ones of eight.
  const int32_t *sums, *run_sums;
  /// Magnitudes of the parent, of the four around each, and of the first two references.
  const int16_t *parent, *parent_sums, *first, *second;
  const int8_t *parent_signs, *first_signs, *second_signs, *last_signs;
  const int8_t *const *tap_rows;

  // Working memory, circuit_scratch_count(width) of each.
  uint8_t *near, *far;
  int32_t *expected;
} circuit_row;

/// A coded number as `RangeDecoder` reads it.
typedef struct {
  /// `count` of them, and four zeros behind.
  const uint8_t *bytes;
  ptrdiff_t count, position;
  uint64_t code, range;
} circuit_reader;

/// Decisions in order: chance | outcome << 16, or 1 << 31 | bits << 24 | value for equally likely bits.
typedef struct {
  uint32_t *next;
} circuit_trace;

enum {
  /// Decisions of a latent at most, those about its run and segment among them.
  circuit_latent_decisions = 64,
};
