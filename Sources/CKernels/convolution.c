#include "convolution.h"

#include "dispatch.h"

#pragma STDC FP_CONTRACT OFF

typedef float vector __attribute__((vector_size(32), aligned(4), may_alias));
typedef int mask __attribute__((vector_size(32), aligned(4), may_alias));

enum { lanes = 8, most_vectors = 4, most_positions = 8 };

// Sums of 8 lanes that registers hold beside weights and products: 16 registers of 4 lanes (32 elsewhere), 16
// of 8.
#if defined(__x86_64__)
enum { sums_baseline = 4, sums_avx2 = 9 };
#else
enum { sums_baseline = 12, sums_avx2 = 12 };
#endif

// Outputs of the panel that begins at output `first`: what fills registers best.
KERNEL_INLINE ptrdiff_t panel_width(ptrdiff_t first, ptrdiff_t outputs) {
  const ptrdiff_t padded = (outputs + lanes - 1) / lanes * lanes;
  const ptrdiff_t widest = padded % 32 == 0 && padded % 24 != 0 ? 32 : 24;
  return padded - first < widest ? padded - first : widest;
}

// What a tile needs to know; all sizes in floats.
typedef struct {
  const float *const *rows;
  ptrdiff_t row_count, depth, inputs, outputs;
  const float *residual;
  float *output;
  bool relu;
} row_job;

// `positions` positions from `x` on, `vectors` vectors of outputs: all sums stay in registers.
KERNEL_INLINE void tile(const int positions, const int vectors, const row_job *job, ptrdiff_t x,
                        const float *weights, ptrdiff_t first, ptrdiff_t valid) {
  vector sum[most_positions][most_vectors];
#pragma clang loop unroll(full)
  for (int p = 0; p < positions; p++) {
#pragma clang loop unroll(full)
    for (int v = 0; v < vectors; v++) sum[p][v] = *(const vector *)(weights + v * lanes);
  }
  weights += vectors * lanes;
  const ptrdiff_t inputs = job->inputs;
  for (ptrdiff_t row = 0; row < job->row_count; row++) {
    const float *source = job->rows[row] + x * inputs;
    // The taps of a row and their channels follow each other in memory.
#pragma clang loop unroll_count(2)
    for (ptrdiff_t k = 0; k < job->depth; k++) {
#pragma clang loop unroll(full)
      for (int p = 0; p < positions; p++) {
        const float value = source[p * inputs + k];
#pragma clang loop unroll(full)
        for (int v = 0; v < vectors; v++) {
          const vector product = *(const vector *)(weights + v * lanes) * value;
          sum[p][v] = sum[p][v] + product;
        }
      }
      weights += vectors * lanes;
    }
  }
#pragma clang loop unroll(full)
  for (int p = 0; p < positions; p++) {
    const ptrdiff_t at = (x + p) * job->outputs + first;
    float *output = job->output + at;
    if (valid == vectors * lanes) {
#pragma clang loop unroll(full)
      for (int v = 0; v < vectors; v++) {
        vector y = sum[p][v];
        if (job->residual) y = *(const vector *)(job->residual + at + v * lanes) + y;
        if (job->relu) y = (vector)((mask)y & (y > 0));
        *(vector *)(output + v * lanes) = y;
      }
    } else {
      float values[most_vectors * lanes];
#pragma clang loop unroll(full)
      for (int v = 0; v < vectors; v++) *(vector *)(values + v * lanes) = sum[p][v];
      for (ptrdiff_t o = 0; o < valid; o++) {
        const float y = job->residual ? job->residual[at + o] + values[o] : values[o];
        output[o] = job->relu && !(y > 0) ? 0 : y;
      }
    }
  }
}

KERNEL_INLINE void panel(const int positions, const int vectors, const row_job *job, ptrdiff_t width,
                         const float *weights, ptrdiff_t first, ptrdiff_t valid) {
  ptrdiff_t x = 0;
  for (; x + positions <= width; x += positions) tile(positions, vectors, job, x, weights, first, valid);
  for (; x < width; x++) tile(1, vectors, job, x, weights, first, valid);
}

// Positions of a tile of `vectors` vectors.
KERNEL_INLINE int tile_positions(const int simd, const int vectors) {
  const int sums = simd == kernels_level_avx2 ? sums_avx2 : sums_baseline;
  const int positions = sums / vectors;
  return positions < most_positions ? positions : most_positions;
}

KERNEL_INLINE void convolution_row_body(const int simd, const convolution *layer, const float *const *rows,
                                        ptrdiff_t width, const float *residual, bool relu, float *output) {
  const row_job job = {
      .rows = rows,
      .row_count = layer->side,
      .depth = layer->side * layer->inputs,
      .inputs = layer->inputs,
      .outputs = layer->outputs,
      .residual = residual,
      .output = output,
      .relu = relu,
  };
  const float *weights = layer->weights;
  for (ptrdiff_t first = 0; first < layer->outputs;) {
    const ptrdiff_t padded = panel_width(first, layer->outputs);
    const ptrdiff_t left = layer->outputs - first;
    const ptrdiff_t valid = left < padded ? left : padded;
    switch (padded) {
    case 8: panel(tile_positions(simd, 1), 1, &job, width, weights, first, valid); break;
    case 16: panel(tile_positions(simd, 2), 2, &job, width, weights, first, valid); break;
    case 24: panel(tile_positions(simd, 3), 3, &job, width, weights, first, valid); break;
    default: panel(tile_positions(simd, 4), 4, &job, width, weights, first, valid); break;
    }
    weights += padded * (1 + job.row_count * job.depth);
    first += padded;
  }
}

// Measured on a CPU whose 512-bit units are pairs of 256: 32 registers of 8 lanes do 84 to 108 GFLOP/s, as
// the code happens to lie (every instruction is 2 bytes longer), 16 of 8 lanes 93 to 101, 512-bit vectors 70
// to 78.
KERNEL_DISPATCH_256(convolution_row, void,
                (const convolution *layer, const float *const *rows, ptrdiff_t width, const float *residual,
                 bool relu, float *output),
                (layer, rows, width, residual, relu, output))

ptrdiff_t convolution_packed_count(ptrdiff_t inputs, ptrdiff_t outputs, ptrdiff_t side) {
  return (outputs + lanes - 1) / lanes * lanes * (1 + side * side * inputs);
}

void convolution_pack(const float *weights, const float *bias, ptrdiff_t inputs, ptrdiff_t outputs,
                      ptrdiff_t side, float *packed) {
  const ptrdiff_t taps = side * side;
  for (ptrdiff_t first = 0; first < outputs;) {
    const ptrdiff_t padded = panel_width(first, outputs);
    for (ptrdiff_t o = 0; o < padded; o++) *packed++ = first + o < outputs ? bias[first + o] : 0;
    for (ptrdiff_t tap = 0; tap < taps; tap++) {
      for (ptrdiff_t i = 0; i < inputs; i++) {
        for (ptrdiff_t o = first; o < first + padded; o++) {
          *packed++ = o < outputs ? weights[(o * inputs + i) * taps + tap] : 0;
        }
      }
    }
    first += padded;
  }
}
