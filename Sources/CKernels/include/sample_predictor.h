// Linear prediction of samples by recursive least squares, in integers: exact, so the same on every machine.
#pragma once

#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

enum {
  /// Features of a prediction, and the multiple of a vector that rows of them are padded to with zeros.
  sample_predictor_taps = 20,
  sample_predictor_row = 24,
  /// Samples whose features the matrix takes in at once.
  sample_predictor_batch = 4,
};

/// Weights in 2^-16, the gradient of the squared error by them, and the matrix of the normal equations; all
/// padding stays 0.
typedef struct {
  int32_t weights[sample_predictor_row];
  int32_t gradient[sample_predictor_row];
  int32_t matrix[sample_predictor_taps][sample_predictor_row];
  /// Features of the last samples, scaled, that the matrix does not know yet, and how many these are.
  int16_t held[sample_predictor_batch][sample_predictor_row];
  int32_t count;
  /// The features last remembered, scaled, by which power of two, and their largest size before.
  int16_t scaled[sample_predictor_row];
  int32_t shift;
  int32_t largest;
  /// The weight to be improved next.
  int32_t turn;
  /// The sum of the last prediction.
  int64_t sum;
} SamplePredictor;

/// Begins with these weights, `sample_predictor_row` of them.
void sample_predictor_begin(SamplePredictor *predictor, const int32_t *weights);

/// Sum of weights times features, in 1/16 of the features' unit. Features lie within ±2^17.
int64_t sample_predictor_predict(SamplePredictor *predictor, const int32_t *features);

/// The normal equations take in the features that were just predicted from; their memory fades by 2^-fading a sample.
/// The target need not be known yet: this is work to do while memory is fetched.
void sample_predictor_remember(SamplePredictor *predictor, const int32_t *features, int32_t fading);

/// Learns that the prediction for the features last remembered should have been `target`.
void sample_predictor_learn(SamplePredictor *predictor, int32_t target, int32_t fading);

#pragma clang assume_nonnull end
