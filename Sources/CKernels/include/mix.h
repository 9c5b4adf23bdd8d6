// Weighted sums of planes.
#pragma once

#include <stddef.h>

#pragma clang assume_nonnull begin

/// out[i] = sum over planes p < count of weights[p] * planes[p * size + i], i < size; begun with 0, in ascending
/// order of p.
void mix_planes(float *out, const float *planes, const float *weights, ptrdiff_t count, ptrdiff_t size);

#pragma clang assume_nonnull end
