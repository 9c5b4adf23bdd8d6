#pragma STDC FP_CONTRACT OFF

#include "quantize.h"

#include "clones.h"

KERNEL_CLONES void quantize_row(const float *restrict values, size_t count, float inverse_step, float offset,
                                int16_t *restrict symbols) {
  for (size_t i = 0; i < count; i++) {
    float x = values[i];
    float magnitude = (x < 0 ? -x : x) * inverse_step + offset;
    // The comparisons are false for not-a-number, which so becomes 0.
    magnitude = magnitude > 0 ? magnitude : 0;
    magnitude = magnitude < 32767 ? magnitude : 32767;
    int32_t symbol = (int32_t)magnitude;
    symbols[i] = (int16_t)(x < 0 ? -symbol : symbol);
  }
}

KERNEL_CLONES void quantize_split_row(const float *restrict values, size_t count, float inverse_step,
                                      int16_t *restrict symbols, int8_t *restrict fractions) {
  for (size_t i = 0; i < count; i++) {
    float x = values[i];
    float magnitude = (x < 0 ? -x : x) * inverse_step;
    magnitude = magnitude > 0 ? magnitude : 0;
    magnitude = magnitude < 32767 ? magnitude : 32767;
    int32_t symbol = (int32_t)(magnitude + 0.5f);
    int32_t fraction = (int32_t)((magnitude - (float)symbol) * 256);
    symbols[i] = (int16_t)(x < 0 ? -symbol : symbol);
    fractions[i] = (int8_t)(fraction < 127 ? fraction : 127);
  }
}

KERNEL_CLONES void dequantize_row(const int16_t *restrict symbols, size_t count, float step,
                                  float *restrict values) {
  for (size_t i = 0; i < count; i++) values[i] = (float)symbols[i] * step;
}
