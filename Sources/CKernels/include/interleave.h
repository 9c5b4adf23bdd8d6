// Rows of planes to one channel of a tensor, channels last, and back. Strides are in values.
#pragma once

#include <stddef.h>

#pragma clang assume_nonnull begin

/// out[x * stride] = row[x] * unit, x < count.
void interleave_row(float *out, ptrdiff_t stride, const float *row, ptrdiff_t count, float unit);

/// row[x] += in[x * stride] * unit, x < count.
void add_interleaved_row(float *row, const float *in, ptrdiff_t stride, ptrdiff_t count, float unit);

#pragma clang assume_nonnull end
