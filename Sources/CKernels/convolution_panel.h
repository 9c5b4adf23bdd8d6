// The matrix product that both sizes of convolution come down to, in panels of outputs.
//
// A panel is 8, 16, 24 or 32 outputs: their biases, then their weights [inputs][outputs of the panel]; zeros
// fill the last panel. The including file says `#pragma STDC FP_CONTRACT OFF`.
#pragma once

#include "dispatch.h"

#include <stddef.h>

typedef float vector __attribute__((vector_size(32), aligned(4), may_alias));

enum { lanes = 8, most_vectors = 4, most_positions = 8 };

// Sums of 8 lanes that registers hold beside weights and products: 16 registers of 4 lanes (32 elsewhere), 16
// of 8.
#if defined(__x86_64__)
enum { sums_baseline = 4, sums_avx2 = 9 };
#else
enum { sums_baseline = 12, sums_avx2 = 12 };
#endif

KERNEL_INLINE ptrdiff_t padded_to_lanes(ptrdiff_t channels) {
  return (channels + lanes - 1) / lanes * lanes;
}

// Outputs of the panel that begins at output `first`: what fills registers best.
KERNEL_INLINE ptrdiff_t panel_width(ptrdiff_t first, ptrdiff_t outputs) {
  const ptrdiff_t padded = padded_to_lanes(outputs);
  const ptrdiff_t widest = padded % 32 == 0 && padded % 24 != 0 ? 32 : 24;
  return padded - first < widest ? padded - first : widest;
}

// Positions whose sums of `vectors` vectors each fit the registers.
KERNEL_INLINE int tile_positions(const int simd, const int vectors) {
  const int sums = simd == kernels_level_avx2 ? sums_avx2 : sums_baseline;
  const int positions = sums / vectors;
  return positions < most_positions ? positions : most_positions;
}

// output[positions][vectors * lanes] = bias + input[positions][inputs] · weights, all sums in registers. The
// strides lie between positions. Only `valid` outputs of a position are written.
KERNEL_INLINE void product_tile(const int positions, const int vectors, const float *input,
                                ptrdiff_t input_stride, ptrdiff_t inputs, const float *weights, float *output,
                                ptrdiff_t output_stride, ptrdiff_t valid) {
  vector sum[most_positions][most_vectors];
#pragma clang loop unroll(full)
  for (int p = 0; p < positions; p++) {
#pragma clang loop unroll(full)
    for (int v = 0; v < vectors; v++) sum[p][v] = *(const vector *)(weights + v * lanes);
  }
  // Measured: a tenth faster than no unrolling.
#pragma clang loop unroll_count(4)
  for (ptrdiff_t i = 0; i < inputs; i++) {
    weights += vectors * lanes;
#pragma clang loop unroll(full)
    for (int p = 0; p < positions; p++) {
      const float value = input[p * input_stride + i];
#pragma clang loop unroll(full)
      for (int v = 0; v < vectors; v++) {
        const vector product = *(const vector *)(weights + v * lanes) * value;
        sum[p][v] = sum[p][v] + product;
      }
    }
  }
#pragma clang loop unroll(full)
  for (int p = 0; p < positions; p++, output += output_stride) {
    if (valid == vectors * lanes) {
#pragma clang loop unroll(full)
      for (int v = 0; v < vectors; v++) *(vector *)(output + v * lanes) = sum[p][v];
    } else {
      float values[most_vectors * lanes];
#pragma clang loop unroll(full)
      for (int v = 0; v < vectors; v++) *(vector *)(values + v * lanes) = sum[p][v];
      for (ptrdiff_t o = 0; o < valid; o++) output[o] = values[o];
    }
  }
}
