#include "convolution_panel.h"

#include "convolution.h"

#pragma STDC FP_CONTRACT OFF

KERNEL_INLINE void panel(const int simd, const int vectors, const convolution *layer, const float *weights,
                         const float *input, ptrdiff_t stride, ptrdiff_t count, float *output,
                         ptrdiff_t valid) {
  const int positions = tile_positions(simd, vectors);
  const ptrdiff_t inputs = layer->inputs, outputs = layer->outputs;
  ptrdiff_t x = 0;
  for (; x + positions <= count; x += positions) {
    product_tile(positions, vectors, input + x * stride, stride, inputs, weights, output + x * outputs,
                 outputs, valid);
  }
  for (; x < count; x++) {
    product_tile(1, vectors, input + x * stride, stride, inputs, weights, output + x * outputs, outputs,
                 valid);
  }
}

KERNEL_INLINE void convolution_1x1_row_body(const int simd, const convolution *layer, const float *input,
                                            ptrdiff_t stride, ptrdiff_t count, float *output) {
  const float *weights = layer->weights;
  for (ptrdiff_t first = 0; first < layer->outputs;) {
    const ptrdiff_t padded = panel_width(first, layer->outputs);
    const ptrdiff_t left = layer->outputs - first;
    const ptrdiff_t valid = left < padded ? left : padded;
    switch (padded) {
    case 8: panel(simd, 1, layer, weights, input, stride, count, output + first, valid); break;
    case 16: panel(simd, 2, layer, weights, input, stride, count, output + first, valid); break;
    case 24: panel(simd, 3, layer, weights, input, stride, count, output + first, valid); break;
    default: panel(simd, 4, layer, weights, input, stride, count, output + first, valid); break;
    }
    weights += (1 + layer->inputs) * padded;
    first += padded;
  }
}

KERNEL_DISPATCH_256(convolution_1x1_row, void,
                    (const convolution *layer, const float *input, ptrdiff_t stride, ptrdiff_t count,
                     float *output),
                    (layer, input, stride, count, output))

ptrdiff_t convolution_1x1_packed_count(ptrdiff_t inputs, ptrdiff_t outputs) {
  return padded_to_lanes(outputs) * (1 + inputs);
}

void convolution_1x1_pack(const float *weights, const float *bias, ptrdiff_t inputs, ptrdiff_t outputs,
                          float *packed) {
  for (ptrdiff_t first = 0; first < outputs;) {
    const ptrdiff_t padded = panel_width(first, outputs);
    for (ptrdiff_t o = first; o < first + padded; o++) *packed++ = o < outputs ? bias[o] : 0;
    for (ptrdiff_t i = 0; i < inputs; i++) {
      for (ptrdiff_t o = first; o < first + padded; o++) {
        *packed++ = o < outputs ? weights[o * inputs + i] : 0;
      }
    }
    first += padded;
  }
}
