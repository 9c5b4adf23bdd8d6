#pragma STDC FP_CONTRACT OFF

#include "sample_predictor.h"

#include <string.h>

#include "dispatch.h"

// Sums that could leave 32 bits only on absurd data are unsigned, because that wraps by definition.

enum {
  taps = sample_predictor_taps,
  batch = sample_predictor_batch,
  /// Its logarithm.
  batch_bits = 2,
  row = sample_predictor_row,
  /// Features are scaled by a power of two so that the largest lies in 2^8 ..< 2^9; smaller than `floor` counts
  /// as `floor`, lest noise in flat places weighs as much as edges.
  scaled_bits = 9,
  floor_feature = 8,
  error_limit = 2047,
  weight_limit = 1 << 21,
  step_limit = 32767,
  /// Weights improved after each sample; the number of taps is a multiple of it.
  steps = 2,
  initial_diagonal = 1 << 20,
  regularization = 1 << 16,
};

void sample_predictor_begin(SamplePredictor *predictor, const int32_t *weights) {
  memset(predictor, 0, sizeof *predictor);
  memcpy(predictor->weights, weights, sizeof predictor->weights);
  for (int i = 0; i < taps; i++) predictor->matrix[i][i] = initial_diagonal;
}

KERNEL_INLINE int64_t dot(const int32_t *restrict weights, const int32_t *restrict features) {
  int64_t sum = 0;
  for (int i = 0; i < row; i++) sum += (int64_t)weights[i] * features[i];
  return sum;
}

KERNEL_INLINE int64_t predict_body(const int level, SamplePredictor *restrict predictor,
                                   const int32_t *restrict features) {
  (void)level;
  predictor->sum = dot(predictor->weights, features);
  return (predictor->sum + (1 << 11)) >> 12;
}

KERNEL_DISPATCH_AS(sample_predictor_predict, predict, int64_t,
                   (SamplePredictor *predictor, const int32_t *features), (predictor, features))

KERNEL_INLINE int32_t clamp(int64_t value, int32_t limit) {
  return (int32_t)(value < -limit ? -limit : value > limit ? limit : value);
}

KERNEL_INLINE int32_t clamp32(int32_t value, int32_t limit) {
  return value < -limit ? -limit : value > limit ? limit : value;
}

/// Steps of coordinate descent on the normal equations, one weight after the other. Only the gradients of the weights
/// still to come are kept up between the steps; the others follow at the end.
KERNEL_INLINE void improve(SamplePredictor *restrict predictor) {
  const int first = predictor->turn;
  predictor->turn = first + steps == taps ? 0 : first + steps;
  int32_t step[steps], gradient[steps];
  uint32_t inverse[steps];
  // Divisions do not wait for gradients.
  for (int k = 0; k < steps; k++) {
    gradient[k] = predictor->gradient[first + k];
    const int32_t curvature = predictor->matrix[first + k][first + k] + regularization;
    inverse[k] = (UINT32_C(1) << 31) / ((uint32_t)curvature >> 12);
  }
#pragma clang loop unroll(full)
  for (int k = 0; k < steps; k++) {
    const int32_t *restrict column = predictor->matrix[first + k];
    const int64_t wish = ((int64_t)gradient[k] * inverse[k]) >> 27;
    const int32_t old = predictor->weights[first + k];
    const int32_t new = clamp32(old + clamp(wish, step_limit), weight_limit);
    step[k] = new - old;
    predictor->weights[first + k] = new;
#pragma clang loop unroll(full)
    for (int l = k + 1; l < steps; l++) {
      const uint32_t change = (uint32_t)(((column[first + l] >> 13) * step[k]) >> 3);
      gradient[l] = (int32_t)((uint32_t)gradient[l] - change);
    }
  }
  for (int j = 0; j < row; j++) {
    uint32_t sum = (uint32_t)predictor->gradient[j];
    for (int k = 0; k < steps; k++) sum -= (uint32_t)(((predictor->matrix[first + k][j] >> 13) * step[k]) >> 3);
    predictor->gradient[j] = (int32_t)sum;
  }
}

/// The matrix takes in the features of several samples at once.
KERNEL_INLINE void absorb(SamplePredictor *restrict predictor, int32_t fading) {
  int16_t pairs[batch / 2][2 * row];
  for (int k = 0; k < batch / 2; k++) {
    for (int j = 0; j < row; j++) {
      pairs[k][2 * j] = predictor->held[2 * k][j];
      pairs[k][2 * j + 1] = predictor->held[2 * k + 1][j];
    }
  }
  for (int i = 0; i < taps; i++) {
    int32_t *restrict line = predictor->matrix[i];
    int32_t sums[row];
    for (int j = 0; j < row; j++) sums[j] = line[j] - (line[j] >> fading);
#pragma clang loop unroll(full)
    for (int k = 0; k < batch / 2; k++) {
      const int16_t even = pairs[k][2 * i], odd = pairs[k][2 * i + 1];
      for (int j = 0; j < row; j++) sums[j] += even * pairs[k][2 * j] + odd * pairs[k][2 * j + 1];
    }
    for (int j = 0; j < row; j++) line[j] = sums[j];
  }
}

KERNEL_INLINE void remember_body(const int level, SamplePredictor *restrict predictor,
                                 const int32_t *restrict features, int32_t fading) {
  (void)level;
  int32_t largest = 0;
  for (int i = 0; i < row; i++) {
    const int32_t size = features[i] < 0 ? -features[i] : features[i];
    largest = size > largest ? size : largest;
  }
  predictor->largest = largest;
  if (largest == 0) return;
  if (largest < floor_feature) largest = floor_feature;
  const int shift = __builtin_clz((unsigned)largest) - (32 - scaled_bits);
  const int up = shift > 0 ? shift : 0, down = shift < 0 ? -shift : 0;
  predictor->shift = shift;
  // 16 bits: the machine multiplies pairs of them at once.
  int16_t scaled[row];
  for (int i = 0; i < row; i++) scaled[i] = (int16_t)((int32_t)((uint32_t)features[i] << up) >> down);
  memcpy(predictor->scaled, scaled, sizeof scaled);
  memcpy(predictor->held[predictor->count], scaled, sizeof scaled);
  if (++predictor->count == batch) {
    predictor->count = 0;
    absorb(predictor, fading - batch_bits);
  }
}

KERNEL_DISPATCH_AS(sample_predictor_remember, remember, void,
                   (SamplePredictor *predictor, const int32_t *features, int32_t fading),
                   (predictor, features, fading))

KERNEL_INLINE void learn_body(const int level, SamplePredictor *restrict predictor, int32_t target,
                              int32_t fading) {
  (void)level;
  if (predictor->largest == 0) return;
  const int shift = predictor->shift;
  const int up = shift > 0 ? shift : 0, down = shift < 0 ? -shift : 0;
  const int64_t missed = (int64_t)target * 65536 - predictor->sum;
  const int32_t error = clamp((missed * (1 << up)) >> (16 + down), error_limit);
  for (int i = 0; i < row; i++) {
    const int32_t old = predictor->gradient[i];
    predictor->gradient[i] =
        (int32_t)((uint32_t)old + (uint32_t)(error * predictor->scaled[i] - (old >> fading)));
  }
  improve(predictor);
}

KERNEL_DISPATCH_AS(sample_predictor_learn, learn, void,
                   (SamplePredictor *predictor, int32_t target, int32_t fading), (predictor, target, fading))
