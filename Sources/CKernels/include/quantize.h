#pragma once

#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

// symbols[i] = sign(x) * floor(|x| * inverse_step + offset), held within ±32767; not-a-number gives 0.
void quantize_row(const float *values, size_t count, float inverse_step, float offset, int16_t *symbols);

// The same with offset 0.5, and what rounding took from the magnitude, |x| * inverse_step - |symbol|, in 1/256.
void quantize_split_row(const float *values, size_t count, float inverse_step, int16_t *symbols,
                        int8_t *fractions);

// values[i] = symbols[i] * step.
void dequantize_row(const int16_t *symbols, size_t count, float step, float *values);

#pragma clang assume_nonnull end
