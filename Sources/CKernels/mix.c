#pragma STDC FP_CONTRACT OFF

#include "mix.h"

#include "dispatch.h"

enum { tile = 64 };

KERNEL_INLINE void mix_planes_body(const int level, float *restrict out, const float *restrict planes,
                                   const float *restrict weights, ptrdiff_t count, ptrdiff_t size) {
  (void)level;
  ptrdiff_t i = 0;
  for (; i + tile <= size; i += tile) {
    float sum[tile] = {0};
    for (ptrdiff_t plane = 0; plane < count; plane++) {
      const float *source = planes + plane * size + i;
      const float weight = weights[plane];
      for (int k = 0; k < tile; k++) sum[k] += weight * source[k];
    }
    for (int k = 0; k < tile; k++) out[i + k] = sum[k];
  }
  for (; i < size; i++) {
    float sum = 0;
    for (ptrdiff_t plane = 0; plane < count; plane++) sum += weights[plane] * planes[plane * size + i];
    out[i] = sum;
  }
}

KERNEL_DISPATCH(mix_planes, void,
                (float *out, const float *planes, const float *weights, ptrdiff_t count, ptrdiff_t size),
                (out, planes, weights, count, size))
