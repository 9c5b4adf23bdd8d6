#include "convolution_panel.h"

#include "convolution.h"

#pragma STDC FP_CONTRACT OFF

typedef int mask __attribute__((vector_size(32), aligned(4), may_alias));

// A tile is 2x2 outputs, made of 4x4 inputs. Transformed inputs and products are [16][block_tiles][channels]:
// point 4·row + column of all tiles of a block together, so that each point is a matrix product of its own.
enum { points = 16, bias_point = 5 };

// Tiles at a time: their transformed inputs and products stay close. A multiple of every tile_positions.
enum { block_tiles = 24 };

// Points lie a line of the cache further apart than they would, lest all of them meet in the same sets.
KERNEL_INLINE ptrdiff_t point_stride(ptrdiff_t channels) { return block_tiles * channels + 16; }

typedef struct {
  const convolution *layer;
  const float *const *rows;
  ptrdiff_t width;
  const float *const *residual;
  bool relu;
  float *const *output;
  float *transformed, *products;
} rows_job;

// Tiles [first, first + count): Bᵀ d B with Bᵀ = (1 0 -1 0; 0 1 1 0; 0 -1 1 0; 0 1 0 -1).
KERNEL_INLINE void transform_inputs(const rows_job *job, ptrdiff_t first, ptrdiff_t count) {
  const ptrdiff_t inputs = job->layer->inputs;
  const ptrdiff_t padded = padded_to_lanes(inputs);
  const ptrdiff_t stride = point_stride(padded);
  for (ptrdiff_t tile = 0; tile < count; tile++) {
    for (ptrdiff_t channel = 0; channel < padded; channel += lanes) {
      const ptrdiff_t at = 2 * (first + tile) * inputs + channel;
      vector d[4][4];
#pragma clang loop unroll(full)
      for (int column = 0; column < 4; column++) {
        const vector d0 = *(const vector *)(job->rows[0] + at + column * inputs);
        const vector d1 = *(const vector *)(job->rows[1] + at + column * inputs);
        const vector d2 = *(const vector *)(job->rows[2] + at + column * inputs);
        const vector d3 = *(const vector *)(job->rows[3] + at + column * inputs);
        d[0][column] = d0 - d2;
        d[1][column] = d1 + d2;
        d[2][column] = d2 - d1;
        d[3][column] = d1 - d3;
      }
      float *target = job->transformed + tile * padded + channel;
#pragma clang loop unroll(full)
      for (int row = 0; row < 4; row++) {
        *(vector *)(target) = d[row][0] - d[row][2];
        *(vector *)(target + stride) = d[row][1] + d[row][2];
        *(vector *)(target + 2 * stride) = d[row][2] - d[row][1];
        *(vector *)(target + 3 * stride) = d[row][1] - d[row][3];
        target += 4 * stride;
      }
    }
  }
}

// Writes `valid` channels of a position of output row `row`.
KERNEL_INLINE void finish(const rows_job *job, const int row, ptrdiff_t at, const vector *sums,
                          ptrdiff_t valid) {
  vector y = *sums;
  float *output = job->output[row] + at;
  const float *residual = job->residual ? job->residual[row] + at : NULL;
  if (valid >= lanes) {
    if (residual) y = *(const vector *)residual + y;
    if (job->relu) y = (vector)((mask)y & (y > 0));
    *(vector *)output = y;
  } else {
    for (ptrdiff_t o = 0; o < valid; o++) {
      const float value = residual ? residual[o] + y[o] : y[o];
      output[o] = job->relu && !(value > 0) ? 0 : value;
    }
  }
}

// Tiles [first, first + count) of a panel: Aᵀ m A with Aᵀ = (1 1 1 0; 0 1 -1 -1), residual and ReLU.
KERNEL_INLINE void transform_products(const int vectors, const rows_job *job, ptrdiff_t first,
                                      ptrdiff_t count, ptrdiff_t output) {
  const ptrdiff_t outputs = job->layer->outputs;
  const ptrdiff_t stride = point_stride(vectors * lanes);
  const bool pair = job->output[1] != NULL;
  for (ptrdiff_t tile = 0; tile < count; tile++) {
    const ptrdiff_t x = 2 * (first + tile);
    for (int v = 0; v < vectors; v++) {
      const float *source = job->products + (tile * vectors + v) * lanes;
      vector top[4], bottom[4];
#pragma clang loop unroll(full)
      for (int column = 0; column < 4; column++) {
        const vector m0 = *(const vector *)(source + column * stride);
        const vector m1 = *(const vector *)(source + (4 + column) * stride);
        const vector m2 = *(const vector *)(source + (8 + column) * stride);
        const vector m3 = *(const vector *)(source + (12 + column) * stride);
        top[column] = m0 + m1 + m2;
        bottom[column] = m1 - m2 - m3;
      }
      const vector sums[2][2] = {
          {top[0] + top[1] + top[2], top[1] - top[2] - top[3]},
          {bottom[0] + bottom[1] + bottom[2], bottom[1] - bottom[2] - bottom[3]},
      };
      const ptrdiff_t valid = outputs - output - v * lanes;
      const ptrdiff_t at = x * outputs + output + v * lanes;
#pragma clang loop unroll(full)
      for (int row = 0; row < 2; row++) {
        if (row == 1 && !pair) continue;
        finish(job, row, at, &sums[row][0], valid);
        if (x + 1 < job->width) finish(job, row, at + outputs, &sums[row][1], valid);
      }
    }
  }
}

// All tiles of a block for a panel of outputs.
KERNEL_INLINE void panel(const int simd, const int vectors, const rows_job *job, ptrdiff_t first,
                         ptrdiff_t count, ptrdiff_t output, const float *weights) {
  const int positions = tile_positions(simd, vectors);
  const ptrdiff_t inputs = job->layer->inputs;
  const ptrdiff_t padded = padded_to_lanes(inputs);
  const ptrdiff_t outputs = vectors * lanes;
  for (ptrdiff_t point = 0; point < points; point++) {
    const float *source = job->transformed + point * point_stride(padded);
    float *target = job->products + point * point_stride(outputs);
    // Tiles beyond the count are whatever the scratch holds; nothing reads what they give.
    for (ptrdiff_t tile = 0; tile < count; tile += positions) {
      product_tile(positions, vectors, source + tile * padded, padded, inputs, weights,
                   target + tile * outputs, outputs, outputs);
    }
    weights += (1 + inputs) * outputs;
  }
  transform_products(vectors, job, first, count, output);
}

KERNEL_INLINE void convolution_3x3_rows_body(const int simd, const convolution *layer,
                                             const float *const *rows, ptrdiff_t width,
                                             const float *const *residual, bool relu, float *const *output,
                                             float *scratch) {
  const ptrdiff_t inputs = layer->inputs, outputs = layer->outputs;
  const rows_job job = {
      .layer = layer,
      .rows = rows,
      .width = width,
      .residual = residual,
      .relu = relu,
      .output = output,
      .transformed = scratch,
      .products = scratch + points * point_stride(padded_to_lanes(inputs)),
  };
  const ptrdiff_t tiles = (width + 1) / 2;
  for (ptrdiff_t first = 0; first < tiles; first += block_tiles) {
    const ptrdiff_t count = tiles - first < block_tiles ? tiles - first : block_tiles;
    transform_inputs(&job, first, count);
    const float *weights = layer->weights;
    for (ptrdiff_t o = 0; o < outputs;) {
      const ptrdiff_t padded = panel_width(o, outputs);
      switch (padded) {
      case 8: panel(simd, 1, &job, first, count, o, weights); break;
      case 16: panel(simd, 2, &job, first, count, o, weights); break;
      case 24: panel(simd, 3, &job, first, count, o, weights); break;
      default: panel(simd, 4, &job, first, count, o, weights); break;
      }
      weights += points * (1 + inputs) * padded;
      o += padded;
    }
  }
}

// Measured: 32 registers of 8 lanes are no faster than 16, up to 11 % slower.
KERNEL_DISPATCH_256(convolution_3x3_rows, void,
                    (const convolution *layer, const float *const *rows, ptrdiff_t width,
                     const float *const *residual, bool relu, float *const *output, float *scratch),
                    (layer, rows, width, residual, relu, output, scratch))

ptrdiff_t convolution_3x3_scratch_count(ptrdiff_t inputs, ptrdiff_t outputs) {
  return points * (point_stride(padded_to_lanes(inputs)) + point_stride(panel_width(0, outputs)));
}

ptrdiff_t convolution_3x3_packed_count(ptrdiff_t inputs, ptrdiff_t outputs) {
  return points * padded_to_lanes(outputs) * (1 + inputs);
}

// G g for three taps, G = (1 0 0; ½ ½ ½; ½ -½ ½; 0 0 1); both are `stride` apart.
static void transform_taps(const double *taps, double *result, ptrdiff_t stride) {
  const double outer = taps[0] + taps[2 * stride];
  result[0] = taps[0];
  result[stride] = 0.5 * (outer + taps[stride]);
  result[2 * stride] = 0.5 * (outer - taps[stride]);
  result[3 * stride] = taps[2 * stride];
}

void convolution_3x3_pack(const float *weights, const float *bias, ptrdiff_t inputs, ptrdiff_t outputs,
                          float *packed) {
  for (ptrdiff_t first = 0; first < outputs;) {
    const ptrdiff_t padded = panel_width(first, outputs);
    const ptrdiff_t stride = (1 + inputs) * padded;
    for (ptrdiff_t o = 0; o < padded; o++) {
      const bool valid = first + o < outputs;
      // Every output of a tile takes the product of this point once, with the sign +.
      for (ptrdiff_t point = 0; point < points; point++) {
        packed[point * stride + o] = valid && point == bias_point ? bias[first + o] : 0;
      }
      for (ptrdiff_t i = 0; i < inputs; i++) {
        double taps[9] = {0}, columns[4 * 3], result[4 * 4];
        for (int tap = 0; valid && tap < 9; tap++) taps[tap] = weights[((first + o) * inputs + i) * 9 + tap];
        for (int column = 0; column < 3; column++) transform_taps(taps + column, columns + column, 3);
        for (int row = 0; row < 4; row++) transform_taps(columns + row * 3, result + row * 4, 1);
        for (ptrdiff_t point = 0; point < points; point++) {
          packed[point * stride + (1 + i) * padded + o] = (float)result[point];
        }
      }
    }
    packed += points * stride;
    first += padded;
  }
}
