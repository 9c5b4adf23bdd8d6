// Recursive least squares, with a memory that fades, in pinned order: FORMAT.md, "Least squares".
#pragma once

#include <stdint.h>
#include <string.h>

#include "dispatch.h"

enum {
  sound_lanes = 8,
  sound_taps = 32,
  /// How often the size of the matrix is looked at.
  sound_watch = 64,
};

/// Lanes that are computed alike; never handed over but by address, as levels differ in how.
typedef double sound_vector __attribute__((vector_size(sound_lanes * sizeof(double))));

typedef struct {
  sound_vector matrix[sound_taps][sound_taps / sound_lanes];
  sound_vector weights[sound_taps / sound_lanes];
  sound_vector features[sound_taps / sound_lanes];
  /// How fast the memory fades, and what the matrix grows by instead; 1 as long as it is too large.
  double fading, growth;
  int32_t count;
} SoundLeastSquares;

KERNEL_INLINE void least_squares_reset(SoundLeastSquares *state, const int taps, double diagonal) {
  memset(state->matrix, 0, sizeof state->matrix);
  for (int i = 0; i < taps; i++) state->matrix[i][i / sound_lanes][i % sound_lanes] = diagonal;
  state->growth = 1 / state->fading;
  state->count = 0;
}

KERNEL_INLINE void least_squares_begin(SoundLeastSquares *state, const int taps, double diagonal, double fading) {
  memset(state, 0, sizeof *state);
  state->fading = fading;
  least_squares_reset(state, taps, diagonal);
}

/// The lanes of a vector in one number.
KERNEL_INLINE double lane_sum(const sound_vector *lanes) {
  const sound_vector s = *lanes;
  return ((s[0] + s[4]) + (s[2] + s[6])) + ((s[1] + s[5]) + (s[3] + s[7]));
}

KERNEL_INLINE double least_squares_predict(SoundLeastSquares *restrict state, const int taps,
                                           const double *restrict features) {
  memcpy(state->features, features, sizeof(double) * (size_t)taps);
  sound_vector sum = {0};
  for (int b = 0; b < taps / sound_lanes; b++) sum += state->weights[b] * state->features[b];
  return lane_sum(&sum);
}

/// Learns that the last prediction was wrong by `error`, where errors of a variance of `spread` were expected.
KERNEL_INLINE void least_squares_learn(SoundLeastSquares *restrict state, const int taps, double error,
                                       double spread) {
  const int blocks = taps / sound_lanes;
  double features[sound_taps], roots[sound_taps];
  memcpy(features, state->features, sizeof(double) * (size_t)taps);
  sound_vector gain[sound_taps / sound_lanes], sum = {0};
  for (int b = 0; b < blocks; b++) gain[b] = (sound_vector){0};
#pragma clang loop unroll_count(4)
  for (int i = 0; i < taps; i++) {
    for (int b = 0; b < blocks; b++) gain[b] += state->matrix[i][b] * features[i];
  }
  for (int b = 0; b < blocks; b++) sum += gain[b] * state->features[b];
  const double power = lane_sum(&sum);
  const double whole = state->fading * spread + power;
  // Rounding spoiled the matrix, or there never was such a sound.
  if (!(power >= 0 && whole < 0x1p100)) {
    least_squares_reset(state, taps, 0x1p-10);
    return;
  }
  const double growth = state->growth, share = 1 / whole, step = share * error;
  const double root = __builtin_sqrt(share * growth);
  sound_vector scaled[sound_taps / sound_lanes];
  for (int b = 0; b < blocks; b++) {
    state->weights[b] += gain[b] * step;
    scaled[b] = gain[b] * root;
  }
  // What is subtracted is as symmetric as the matrix: otherwise rounding errors would grow without bound.
  memcpy(roots, scaled, sizeof(double) * (size_t)taps);
#pragma clang loop unroll_count(4)
  for (int i = 0; i < taps; i++) {
    for (int b = 0; b < blocks; b++) state->matrix[i][b] = state->matrix[i][b] * growth - scaled[b] * roots[i];
  }
  state->count++;
  if (state->count < sound_watch) return;
  state->count = 0;
  double trace = 0;
  for (int i = 0; i < taps; i++) trace += state->matrix[i][i / sound_lanes][i % sound_lanes];
  // In silence nothing is learnt, and the matrix would grow for ever.
  state->growth = trace > 100 ? 1 : 1 / state->fading;
}
