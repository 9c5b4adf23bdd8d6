// Sounds without loss, fast: linear prediction of blocks by coefficients of integers that stand in the file.
#pragma once

#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

enum {
  sound_plain_block = 4096,
  sound_plain_order = 32,
  /// Bits of a coefficient.
  sound_plain_precision = 15,
  sound_plain_most_shift = 24,
};

/// How a channel is predicted in a block.
typedef struct {
  /// 0 ... 32 coefficients in 2^-shift, the first of the latest sample; zeros behind them.
  int32_t order, shift;
  int32_t coefficients[sound_plain_order];
} SoundPredictor;

/// The predictor of up to `sound_plain_block` samples: the encoder's choice, in floating point in pinned order. Returns
/// about as many bits as the samples will take, less a number that depends on `count` only.
int64_t sound_plain_choose(SoundPredictor *predictor, const int32_t *samples, ptrdiff_t count);

/// What is left of samples, modulo 2^32; `sound_plain_order` samples stand before the first.
void sound_plain_residuals(const SoundPredictor *predictor, const int32_t *samples, int32_t *residuals,
                           ptrdiff_t count);

/// The inverse, in place.
void sound_plain_restore(const SoundPredictor *predictor, int32_t *samples, ptrdiff_t count);

#pragma clang assume_nonnull end
