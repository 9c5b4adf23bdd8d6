// Activations in place.
#pragma once

#include <stddef.h>

/// What is not greater than zero becomes zero.
void relu_in_place(float *values, ptrdiff_t count);
