// Noise that is a function of its place.
#pragma once

#include <stddef.h>
#include <stdint.h>

/// Numbers that are nearly Gaussian, of mean 0 and variance 1: sums of four that are even. The i-th depends on the key and
/// on i alone.
void noise_row(uint64_t key, ptrdiff_t count, float *out);
