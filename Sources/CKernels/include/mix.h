#pragma once
#include <stddef.h>

/// out[i] = sum over planes p of weights[p] * planes[p * size + i], i < size, in ascending order of p.
void kernel_mix_planes(float *out, const float *planes, const float *weights, ptrdiff_t count, ptrdiff_t size);
