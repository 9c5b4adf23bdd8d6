#ifndef CKERNELS_QUANTIZE_H
#define CKERNELS_QUANTIZE_H

#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

// symbols[i] = sign(x) * floor(|x| * inverse_step + offset), held within ±32767; not-a-number gives 0.
void quantize_row(const float *values, size_t count, float inverse_step, float offset, int16_t *symbols);

// values[i] = symbols[i] * step.
void dequantize_row(const int16_t *symbols, size_t count, float step, float *values);

#pragma clang assume_nonnull end

#endif
