#pragma STDC FP_CONTRACT OFF

#include "contexts.h"

#include "dispatch.h"

// Sums are unsigned because that wraps by definition, should the weights of a model be absurd.

enum { tile = 32 };

KERNEL_INLINE void context_row_body(const int level, int32_t *restrict sums,
                                    const int16_t *const *restrict rows, const int16_t *restrict weights,
                                    ptrdiff_t taps, int32_t bias, ptrdiff_t width) {
  (void)level;
  for (ptrdiff_t x = 0; x < width; x += tile) {
    uint32_t sum[tile];
    for (int i = 0; i < tile; i++) sum[i] = (uint32_t)bias;
    for (ptrdiff_t tap = 0; tap < taps; tap++) {
      const int16_t *row = rows[tap] + x;
      const int32_t weight = weights[tap];
      for (int i = 0; i < tile; i++) sum[i] += (uint32_t)(weight * row[i]);
    }
    for (int i = 0; i < tile; i++) sums[x + i] = (int32_t)sum[i];
  }
}

KERNEL_DISPATCH(context_row, void,
                (int32_t *sums, const int16_t *const *rows, const int16_t *weights, ptrdiff_t taps,
                 int32_t bias, ptrdiff_t width),
                (sums, rows, weights, taps, bias, width))

KERNEL_INLINE void add_doubled_row_body(const int level, int32_t *restrict sums, const int32_t *restrict half,
                                        ptrdiff_t width) {
  (void)level;
  for (ptrdiff_t x = 0; x < width / 2; x++) {
    sums[2 * x] = (int32_t)((uint32_t)sums[2 * x] + (uint32_t)half[x]);
    sums[2 * x + 1] = (int32_t)((uint32_t)sums[2 * x + 1] + (uint32_t)half[x]);
  }
  if (width % 2 != 0) sums[width - 1] = (int32_t)((uint32_t)sums[width - 1] + (uint32_t)half[width / 2]);
}

KERNEL_DISPATCH(add_doubled_row, void, (int32_t *sums, const int32_t *half, ptrdiff_t width),
                (sums, half, width))

KERNEL_INLINE void run_sums_row_body(const int level, int32_t *restrict runs, const int32_t *restrict sums,
                                     ptrdiff_t count) {
  (void)level;
  for (ptrdiff_t run = 0; run < count; run++) {
    uint32_t total = 0;
    for (int i = 0; i < 8; i++) {
      const int32_t sum = sums[8 * run + i];
      total += sum > 0 ? (uint32_t)sum : 0;
    }
    runs[run] = (int32_t)total;
  }
}

KERNEL_DISPATCH(run_sums_row, void, (int32_t *runs, const int32_t *sums, ptrdiff_t count),
                (runs, sums, count))

KERNEL_INLINE void cross_row_body(const int level, int16_t *restrict cross, const int16_t *above,
                                  const int16_t *row, const int16_t *below, ptrdiff_t width) {
  (void)level;
  for (ptrdiff_t x = 0; x < width; x++) {
    cross[x] = (int16_t)(row[x - 1] + row[x + 1] + above[x] + below[x]);
  }
}

KERNEL_DISPATCH(cross_row, void,
                (int16_t *cross, const int16_t *above, const int16_t *row, const int16_t *below,
                 ptrdiff_t width),
                (cross, above, row, below, width))
