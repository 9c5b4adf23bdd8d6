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

#pragma clang assume_nonnull end
