#pragma STDC FP_CONTRACT OFF

#include "interleave.h"

#include "dispatch.h"

KERNEL_INLINE void interleave_row_body(const int level, float *restrict out, ptrdiff_t stride,
                                       const float *restrict row, ptrdiff_t count, float unit) {
  (void)level;
  for (ptrdiff_t x = 0; x < count; x++) out[x * stride] = row[x] * unit;
}

KERNEL_DISPATCH(interleave_row, void,
                (float *out, ptrdiff_t stride, const float *row, ptrdiff_t count, float unit),
                (out, stride, row, count, unit))

KERNEL_INLINE void add_interleaved_row_body(const int level, float *restrict row, const float *restrict in,
                                            ptrdiff_t stride, ptrdiff_t count, float unit) {
  (void)level;
  for (ptrdiff_t x = 0; x < count; x++) row[x] += in[x * stride] * unit;
}

KERNEL_DISPATCH(add_interleaved_row, void,
                (float *row, const float *in, ptrdiff_t stride, ptrdiff_t count, float unit),
                (row, in, stride, count, unit))
