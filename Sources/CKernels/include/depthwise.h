// Depthwise 3x3 convolution, one row of positions at a time, channels last.
#pragma once

#include <stddef.h>

/// output[width][channels] = bias + Σ_ky Σ_kx weight · input, summed in this order.
///
/// `weights` is [3][3][channels] and `bias` [channels]. `above`, `row` and `below` hold [width +
/// 2][channels]: the input rows with one position more at either end (zeros at the border of the picture; a
/// row beyond the border is all zeros). They must not overlap `output`.
void depthwise_row(const float *weights, const float *bias, ptrdiff_t channels, const float *above,
                   const float *row, const float *below, ptrdiff_t width, float *output);
