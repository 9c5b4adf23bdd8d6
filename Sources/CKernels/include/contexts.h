// Rows of the context model. Integers: sums wrap, should the weights of a model be absurd.
#pragma once

#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

/// sums[x] = bias + sum over taps of weights[tap] * rows[tap][x], x < width rounded up to 32: rows must be
/// readable and sums writable that far.
void context_row(int32_t *sums, const int16_t *_Nonnull const *_Nonnull rows, const int16_t *weights,
                 ptrdiff_t taps, int32_t bias, ptrdiff_t width);

/// sums[x] += half[x / 2], x < width.
void add_doubled_row(int32_t *sums, const int32_t *half, ptrdiff_t width);

/// runs[i] = sum of the positive ones of sums[8 i ..< 8 i + 8], i < count.
void run_sums_row(int32_t *runs, const int32_t *sums, ptrdiff_t count);

/// cross[x] = row[x - 1] + row[x + 1] + above[x] + below[x], x < width.
void cross_row(int16_t *cross, const int16_t *above, const int16_t *row, const int16_t *below,
               ptrdiff_t width);

/// The prediction of a latent from those around it, `mean` in 2^-8; `value` points to it at (x, y) of a plane of a
/// width.
static inline int32_t context_mean(const int32_t *mean, const int16_t *value, ptrdiff_t x, ptrdiff_t y,
                                   ptrdiff_t width, ptrdiff_t stride) {
  if (x == 0 && y == 0) return 0;
  const int32_t north = y > 0 ? value[-stride] : value[-1];
  const int32_t west = x > 0 ? value[-1] : north;
  const int32_t north_west = y == 0 ? west : x > 0 ? value[-stride - 1] : north;
  const int32_t north_east = y == 0 ? west : x + 1 < width ? value[1 - stride] : north;
  const uint32_t sum = (uint32_t)mean[0] * (uint32_t)west + (uint32_t)mean[1] * (uint32_t)north +
                       (uint32_t)mean[2] * (uint32_t)north_west + (uint32_t)mean[3] * (uint32_t)north_east;
  return (int32_t)(sum + 128) >> 8;
}

#pragma clang assume_nonnull end
