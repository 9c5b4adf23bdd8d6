// What the circuit of latents looks at in a plane, and where its decisions come from or go to.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "circuit_rules.h"

/// What is known of the residuals of a plane. Rows have two zeros on either side, and two rows of zeros stand above and
/// below; `circuit_segment` more elements may be read behind all. Everything is zero at first but `crosses`, which may
/// hold anything.
typedef struct {
  ptrdiff_t width, height, stride;
  /// Magnitudes of residuals at (0, 0), at most circuit_magnitude_cap.
  int16_t *magnitudes;
  /// Residuals: four times the residual, cut to circuit_sign_cap, and 1 for a positive one, 2 for a negative one.
  int8_t *signs;
  /// Sums of the four neighbours' magnitudes, once the plane is finished and where `around` is set.
  int16_t *crosses;
  ptrdiff_t mark_stride;
  /// Whether anything other than zero stands in a segment; a mark on either side, two rows above and one below.
  uint8_t *marks;
  /// Whether in the segment, or in one of the eight around, once the plane is finished.
  uint8_t *around;
} circuit_plane;

/// A residual near by that the prediction of a sign looks at.
typedef struct {
  /// Place among the references; below zero: of the plane itself.
  int32_t reference;
  int32_t row, column, weight;
} circuit_tap;

/// The coding of a plane: what stays the same for all its rows.
typedef struct {
  circuit_plane plane;
  int16_t *values;
  ptrdiff_t value_stride;
  /// Planes coded before.
  const circuit_plane *const *references;
  ptrdiff_t reference_count;
  /// Null if there is none.
  const circuit_plane *parent;

  /// Weights of the magnitudes W, WW, N, NN, NW, NE.
  int32_t own[6];
  /// For each reference: of the magnitude, and of the sum of its four neighbours.
  const int16_t *reference_weights;
  /// The same for the parent.
  int16_t parent_weights[2];
  int32_t bias;
  /// Of the latents W, N, NW, NE, in 2^-8; used if is_predicted.
  int32_t mean[4];
  bool is_predicted;
  /// Of low bands, else null: weights of the correction of the mean in 2^-16, circuit_mean_inputs of them; they move.
  int32_t *mean_weights;
  /// Latents of the first reference.
  const int16_t *reference_values;
  ptrdiff_t reference_stride;
  /// Low bits sent raw, by class, and the first class of which any are.
  const uint8_t *shifts;
  int32_t raw_class;

  /// Log odds in 2^-20 nats, circuit_gate_count of them; they move.
  int32_t *gates;
  /// Chances of a one in 2^-16 by log odds.
  const uint16_t *chances;
  /// What gates move by for an error of 1, in 2^-14 nats: those of signs, and all others.
  int32_t sign_rate, rate;
  /// Taps but for those of W and WW, and the sums of the weights of these.
  const circuit_tap *taps;
  ptrdiff_t tap_count;
  int32_t west_taps[2];
} circuit_coding;

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

/// Marks from one row to the next of a plane of a width.
static inline ptrdiff_t circuit_mark_stride(ptrdiff_t width) {
  return (width + circuit_segment - 1) / circuit_segment + 2;
}
