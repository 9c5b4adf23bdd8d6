// Dense convolutions of size 1x1 and 3x3, one row of positions at a time, channels last.
//
// Every output is the sum  bias + Σ_ky Σ_kx Σ_channel weight · input  in exactly this order, each product and
// each sum rounded to float. Any split into rows, threads or instruction sets gives the same bits.
#pragma once

#include <stdbool.h>
#include <stddef.h>

/// A convolution with packed weights. The pointers are borrowed.
typedef struct {
  /// What convolution_pack made.
  const float *weights;
  /// Channels of the input and of the output, at least 1.
  ptrdiff_t inputs, outputs;
  /// Side of the kernel: 1 or 3.
  ptrdiff_t side;
} convolution;

/// Floats that convolution_pack writes.
ptrdiff_t convolution_packed_count(ptrdiff_t inputs, ptrdiff_t outputs, ptrdiff_t side);

/// Packs weights[outputs][inputs][side][side] and bias[outputs] in panels of 8, 16, 24 or 32 outputs. A panel
/// is [outputs of the panel] biases, then weights [ky][kx][input][outputs of the panel]; zeros fill the last
/// panel.
void convolution_pack(const float *weights, const float *bias, ptrdiff_t inputs, ptrdiff_t outputs,
                      ptrdiff_t side, float *packed);

/// One row of a convolution: output[width][outputs].
///
/// rows[side] are the input rows above, at and below the output row. For side 3 each holds
/// [width + 2][inputs]: the row with one position more at either end (zeros at the border of the picture; a
/// row beyond the border is all zeros). For side 1 rows[0] holds [width][inputs].
/// With `residual` [width][outputs], not null, it is added to the sums; then, with `relu`, what is not
/// greater than zero becomes zero. `residual` may be `output`; the input rows must not overlap it.
void convolution_row(const convolution *layer, const float *const *rows, ptrdiff_t width,
                     const float *residual, bool relu, float *output);
