#pragma STDC FP_CONTRACT OFF

#include "quantize.h"

#include "dispatch.h"

// The comparisons are false for not-a-number, which so becomes 0.
KERNEL_INLINE float held(float magnitude) {
  magnitude = magnitude > 0 ? magnitude : 0;
  return magnitude < 32767 ? magnitude : 32767;
}

KERNEL_INLINE void quantize_row_body(const int level, const float *restrict values, size_t count,
                                     float inverse_step, float offset, int16_t *restrict symbols) {
  (void)level;
  for (size_t i = 0; i < count; i++) {
    float x = values[i];
    int32_t symbol = (int32_t)held((x < 0 ? -x : x) * inverse_step + offset);
    symbols[i] = (int16_t)(x < 0 ? -symbol : symbol);
  }
}

KERNEL_DISPATCH(quantize_row, void,
                (const float *values, size_t count, float inverse_step, float offset, int16_t *symbols),
                (values, count, inverse_step, offset, symbols))

KERNEL_INLINE void quantize_split_row_body(const int level, const float *restrict values, size_t count,
                                           float inverse_step, int16_t *restrict symbols,
                                           int8_t *restrict fractions) {
  (void)level;
  for (size_t i = 0; i < count; i++) {
    float x = values[i];
    float magnitude = held((x < 0 ? -x : x) * inverse_step);
    int32_t symbol = (int32_t)(magnitude + 0.5f);
    int32_t fraction = (int32_t)((magnitude - (float)symbol) * 256);
    symbols[i] = (int16_t)(x < 0 ? -symbol : symbol);
    fractions[i] = (int8_t)(fraction < 127 ? fraction : 127);
  }
}

KERNEL_DISPATCH(quantize_split_row, void,
                (const float *values, size_t count, float inverse_step, int16_t *symbols, int8_t *fractions),
                (values, count, inverse_step, symbols, fractions))

KERNEL_INLINE void dequantize_row_body(const int level, const int16_t *restrict symbols, size_t count,
                                       float step, float *restrict values) {
  (void)level;
  for (size_t i = 0; i < count; i++) values[i] = (float)symbols[i] * step;
}

KERNEL_DISPATCH(dequantize_row, void, (const int16_t *symbols, size_t count, float step, float *values),
                (symbols, count, step, values))
