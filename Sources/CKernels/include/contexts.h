#pragma once
#include <stddef.h>
#include <stdint.h>

// Rows of the context model. Integers: every level of dispatch gives the same sums.

/// sums[x] = bias + sum over taps of weights[tap] * rows[tap][x], x < width rounded up to 32; rows and sums must
/// be readable and writable that far.
void kernel_context_row(
    int32_t *sums, const int16_t *const *rows, const int16_t *weights, ptrdiff_t taps, int32_t bias,
    ptrdiff_t width);

/// sums[x] += half[x / 2], x < width.
void kernel_add_doubled_row(int32_t *sums, const int32_t *half, ptrdiff_t width);

/// blocks[i] = sum of the positive ones of sums[8 i ..< 8 i + 8], i < count.
void kernel_run_sums(int32_t *blocks, const int32_t *sums, ptrdiff_t count);

/// cross[x] = row[x - 1] + row[x + 1] + above[x] + below[x], x < width.
void kernel_cross_row(
    int16_t *cross, const int16_t *above, const int16_t *row, const int16_t *below, ptrdiff_t width);
