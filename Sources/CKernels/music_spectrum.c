#pragma STDC FP_CONTRACT OFF

#include "music_spectrum.h"

#include <string.h>

#include "dispatch.h"

enum {
  lanes = 16,
  /// Factors of at most 2^24 that are multiplied before a logarithm is taken.
  factors = 4,
};

/// The logarithm to base two of 1 ..< 2^127, to a few thousandths.
KERNEL_INLINE float logarithm(float value) {
  uint32_t bits;
  memcpy(&bits, &value, sizeof bits);
  const float exponent = (float)((int32_t)(bits >> 23) - 127);
  bits = (bits & 0x7FFFFF) | 0x3F800000;
  float mantissa;
  memcpy(&mantissa, &bits, sizeof mantissa);
  return exponent + (mantissa - 1) * (1.3465f - 0.3465f * (mantissa - 1));
}

KERNEL_INLINE float cost_body(const int level, const float *spectrum, int count, float inverse_step) {
  (void)level;
  float sums[lanes] = {0};
  for (int k = 0; k < count; k += lanes * factors) {
    float products[lanes];
    for (int i = 0; i < lanes; i++) products[i] = 1;
    for (int row = 0; row < factors; row++) {
      for (int i = 0; i < lanes; i++) {
        float value = __builtin_fabsf(spectrum[k + row * lanes + i]) * inverse_step;
        value = value < 65536.0f ? value : 65536.0f;
        products[i] *= 1 + value * __builtin_sqrtf(value);
      }
    }
    for (int i = 0; i < lanes; i++) sums[i] += logarithm(products[i]);
  }
  float sum = 0;
  for (int i = 0; i < lanes; i++) sum += sums[i];
  return sum * 0.6666667f;
}

KERNEL_DISPATCH_AS(music_cost, cost, float, (const float *spectrum, int count, float inverse_step),
                   (spectrum, count, inverse_step))

KERNEL_INLINE float factor(float value, float inverse_step) {
  value = __builtin_fabsf(value) * inverse_step;
  value = value < 65536.0f ? value : 65536.0f;
  return 1 + value * __builtin_sqrtf(value);
}

KERNEL_INLINE float turned_cost_body(const int level, const float *a, const float *b, int count, float cosine,
                                     float sine, float inverse_step) {
  (void)level;
  float sums[lanes] = {0};
  int k = 0;
  for (; k + lanes <= count; k += lanes) {
    for (int i = 0; i < lanes; i++) {
      const float x = a[k + i], y = b[k + i];
      sums[i] += logarithm(factor(cosine * x + sine * y, inverse_step) * factor(cosine * y - sine * x, inverse_step));
    }
  }
  float sum = 0;
  for (; k < count; k++) {
    sum += logarithm(factor(cosine * a[k] + sine * b[k], inverse_step) * factor(cosine * b[k] - sine * a[k], inverse_step));
  }
  for (int i = 0; i < lanes; i++) sum += sums[i];
  return sum * 0.6666667f;
}

KERNEL_DISPATCH_AS(music_turned_cost, turned_cost, float,
                   (const float *a, const float *b, int count, float cosine, float sine, float inverse_step),
                   (a, b, count, cosine, sine, inverse_step))

KERNEL_INLINE void mid_side_body(const int level, const float *a, const float *b, int count, float *restrict sums,
                                 float *restrict differences) {
  (void)level;
  for (int k = 0; k < count; k++) {
    sums[k] = (a[k] + b[k]) * 0.70710678f;
    differences[k] = (a[k] - b[k]) * 0.70710678f;
  }
}

KERNEL_DISPATCH_AS(music_mid_side, mid_side, void,
                   (const float *a, const float *b, int count, float *sums, float *differences),
                   (a, b, count, sums, differences))

KERNEL_INLINE void turn_body(const int level, float *restrict a, float *restrict b, int count, float cosine,
                             float sine) {
  (void)level;
  for (int k = 0; k < count; k++) {
    const float x = a[k], y = b[k];
    a[k] = cosine * x + sine * y;
    b[k] = cosine * y - sine * x;
  }
}

KERNEL_DISPATCH_AS(music_turn, turn, void, (float *a, float *b, int count, float cosine, float sine),
                   (a, b, count, cosine, sine))

KERNEL_INLINE int magnitude(int value) { return value < 0 ? -value : value; }

void music_restore(const int16_t *values, int count, float step, const float *shares, float *out) {
  for (int k = 0; k < count; k++) {
    const int value = values[k], size = magnitude(value);
    if (size == 0) {
      out[k] = 0;
      continue;
    }
    int around = 0;
    if (k > 0) around += 2 * magnitude(values[k - 1]);
    if (k > 1) around += magnitude(values[k - 2]);
    if (k + 1 < count) around += 2 * magnitude(values[k + 1]);
    if (k + 2 < count) around += magnitude(values[k + 2]);
    const float share = shares[8 * (size < 4 ? size - 1 : 3) + (around < 7 ? around : 7)];
    const float restored = ((float)size - share) * step;
    out[k] = value < 0 ? -restored : restored;
  }
}
