#pragma STDC FP_CONTRACT OFF

#include "activation.h"

#include "dispatch.h"

KERNEL_INLINE void relu_in_place_body(const int level, float *values, ptrdiff_t count) {
  (void)level;
  for (ptrdiff_t i = 0; i < count; i++) values[i] = values[i] > 0 ? values[i] : 0;
}

KERNEL_DISPATCH(relu_in_place, void, (float *values, ptrdiff_t count), (values, count))
