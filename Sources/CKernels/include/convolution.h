// Dense convolutions of size 1x1 and 3x3, channels last.
//
// Every product and every sum is rounded to float, in an order that depends on nothing but the place of a
// position in its plane. Any split into rows, threads or instruction sets gives the same bits.
#pragma once

#include <stdbool.h>
#include <stddef.h>

/// A convolution with packed weights. The pointer is borrowed.
typedef struct {
  /// What convolution_1x1_pack or convolution_3x3_pack made.
  const float *weights;
  /// Channels of the input and of the output, at least 1.
  ptrdiff_t inputs, outputs;
} convolution;

/// Floats that convolution_1x1_pack and convolution_3x3_pack write.
ptrdiff_t convolution_1x1_packed_count(ptrdiff_t inputs, ptrdiff_t outputs);
ptrdiff_t convolution_3x3_packed_count(ptrdiff_t inputs, ptrdiff_t outputs);

/// Packs weights[outputs][inputs] and bias[outputs].
void convolution_1x1_pack(const float *weights, const float *bias, ptrdiff_t inputs, ptrdiff_t outputs,
                          float *packed);

/// Packs weights[outputs][inputs][3][3], transformed in double and rounded once, and bias[outputs].
void convolution_3x3_pack(const float *weights, const float *bias, ptrdiff_t inputs, ptrdiff_t outputs,
                          float *packed);

/// output[count][outputs] = bias + Σ_channel weight · input[count][inputs], summed in this order.
/// `stride` lies between the positions of the input: below `inputs` they share channels, as neighbours of a
/// convolution along a line do. Input and output must not overlap.
void convolution_1x1_row(const convolution *layer, const float *input, ptrdiff_t stride, ptrdiff_t count,
                         float *output);

/// Floats that convolution_3x3_rows needs beside its operands.
ptrdiff_t convolution_3x3_scratch_count(ptrdiff_t inputs, ptrdiff_t outputs);

/// Floats behind the end of every input row of convolution_3x3_rows that it may read. Their values are
/// without effect.
enum { convolution_3x3_slack = 7 };

/// Two rows of a 3x3 convolution, the first one even in its plane: output[2][width][outputs], by minimal
/// filtering (Winograd's F(2x2, 3x3); Lavin and Gray, "Fast Algorithms for Convolutional Neural Networks",
/// 2016). An output depends on the 3x3 positions around it and on no other, to the last bit.
///
/// rows[4] are the input rows from above the first output row to below the second. Each holds
/// [1 + width + 1][inputs], one position more if width is odd, and the slack: the row with one position more
/// at either end (zeros at the border of the plane; a row beyond the border is all zeros).
/// With `residual` [2][width][outputs], not null, it is added to the sums; then, with `relu`, what is not
/// greater than zero becomes zero. residual[n] may be output[n]; nothing else may overlap.
/// output[1] is null where the plane ends with the first row; residual[1] is not read then, rows[3] is,
/// without effect.
/// `scratch` holds convolution_3x3_scratch_count floats, any values.
void convolution_3x3_rows(const convolution *layer, const float *const *rows, ptrdiff_t width,
                          const float *const *residual, bool relu, float *const *output, float *scratch);
