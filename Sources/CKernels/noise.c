#pragma STDC FP_CONTRACT OFF

#include "noise.h"

#include "dispatch.h"
#include "scattered.h"

/// One over the deviation of a sum of four numbers that are even in 0 ..< 65536: 1 / sqrt(4 (2^32 - 1) / 12).
static const float scale = 2.64289979e-5f;

KERNEL_INLINE void noise_row_body(const int level, uint64_t key, ptrdiff_t count, float *out) {
  (void)level;
  const uint32_t low = (uint32_t)key, high = (uint32_t)(key >> 32);
  for (ptrdiff_t i = 0; i < count; i++) {
    const uint32_t a = scattered(low + (uint32_t)i), b = scattered(high + (uint32_t)i);
    const int32_t sum = (int32_t)((a & 0xffff) + (a >> 16) + (b & 0xffff) + (b >> 16));
    out[i] = (float)(sum - 131070) * scale;
  }
}

KERNEL_DISPATCH(noise_row, void, (uint64_t key, ptrdiff_t count, float *out), (key, count, out))
