#pragma STDC FP_CONTRACT OFF

#include "depthwise.h"

#include "dispatch.h"

KERNEL_INLINE void depthwise_row_body(const int level, const float *restrict weights,
                                      const float *restrict bias, ptrdiff_t channels,
                                      const float *restrict above, const float *restrict row,
                                      const float *restrict below, ptrdiff_t width, float *restrict output) {
  (void)level;
  const ptrdiff_t n = channels;
  for (ptrdiff_t x = 0; x < width; x++, above += n, row += n, below += n, output += n) {
    for (ptrdiff_t c = 0; c < n; c++) {
      float sum = bias[c];
      sum += weights[c] * above[c];
      sum += weights[n + c] * above[n + c];
      sum += weights[2 * n + c] * above[2 * n + c];
      sum += weights[3 * n + c] * row[c];
      sum += weights[4 * n + c] * row[n + c];
      sum += weights[5 * n + c] * row[2 * n + c];
      sum += weights[6 * n + c] * below[c];
      sum += weights[7 * n + c] * below[n + c];
      sum += weights[8 * n + c] * below[2 * n + c];
      output[c] = sum;
    }
  }
}

KERNEL_DISPATCH_256(depthwise_row, void,
                    (const float *weights, const float *bias, ptrdiff_t channels, const float *above,
                     const float *row, const float *below, ptrdiff_t width, float *output),
                    (weights, bias, channels, above, row, below, width, output))
