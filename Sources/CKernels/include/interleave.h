#pragma once
#include <stddef.h>

/// out[x * stride] = row[x] * unit, x < count.
void kernel_interleave_row(float *out, ptrdiff_t stride, const float *row, ptrdiff_t count, float unit);

/// row[x] += in[x * stride] * unit, x < count.
void kernel_add_interleaved_row(float *row, const float *in, ptrdiff_t stride, ptrdiff_t count, float unit);
