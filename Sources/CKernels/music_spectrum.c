#pragma STDC FP_CONTRACT OFF

#include "music_spectrum.h"

#include <string.h>

#include "dispatch.h"
#include "music_walk.h"

// Vectors pass between functions that are always inlined: no calling convention is at stake.
#pragma clang diagnostic ignored "-Wpsabi"

enum {
  lanes = 16,
  /// Factors of at most 2^24 that are multiplied before a logarithm is taken.
  factors = 4,
};

typedef float floats __attribute__((vector_size(4 * lanes)));
typedef int32_t integers __attribute__((vector_size(4 * lanes)));

/// The logarithm to base two of 1 ..< 2^127, to a few thousandths.
KERNEL_INLINE floats logarithm(floats value) {
  const integers bits = (integers)value;
  const floats exponent = __builtin_convertvector((bits >> 23) - 127, floats);
  const floats rest = (floats)((bits & 0x7FFFFF) | 0x3F800000) - 1;
  return exponent + rest * (1.3465f - 0.3465f * rest);
}

/// 1 + (|value| inverse_step)^1.5.
KERNEL_INLINE floats factor(floats value, float inverse_step) {
  const floats largest = (floats){} + 65536.0f;
  const floats scaled = __builtin_elementwise_min(__builtin_elementwise_abs(value) * inverse_step, largest);
  return 1 + scaled * __builtin_elementwise_sqrt(scaled);
}

KERNEL_INLINE floats load(const float *values, int count) {
  floats vector = {0};
  memcpy(&vector, values, sizeof(float) * (size_t)count);
  return vector;
}

KERNEL_INLINE float total(floats sums) {
  float sum = 0;
  for (int i = 0; i < lanes; i++) sum += sums[i];
  return sum;
}

KERNEL_INLINE float cost_body(const int level, const float *spectrum, int count, float inverse_step) {
  (void)level;
  floats sums = {0};
  for (int k = 0; k < count; k += lanes * factors) {
    floats product = (floats){} + 1;
    for (int row = 0; row < factors; row++) product *= factor(load(spectrum + k + row * lanes, lanes), inverse_step);
    sums += logarithm(product);
  }
  return total(sums) * 0.6666667f;
}

KERNEL_DISPATCH_AS(music_cost, cost, float, (const float *spectrum, int count, float inverse_step),
                   (spectrum, count, inverse_step))

KERNEL_INLINE floats turned_factor(floats x, floats y, float cosine, float sine, float inverse_step) {
  return factor(cosine * x + sine * y, inverse_step) * factor(cosine * y - sine * x, inverse_step);
}

KERNEL_INLINE float turned_cost_body(const int level, const float *a, const float *b, int count, float cosine,
                                     float sine, float inverse_step) {
  (void)level;
  floats sums = {0};
  int k = 0;
  for (; k + lanes <= count; k += lanes) {
    sums += logarithm(turned_factor(load(a + k, lanes), load(b + k, lanes), cosine, sine, inverse_step));
  }
  if (k < count) {
    sums += logarithm(turned_factor(load(a + k, count - k), load(b + k, count - k), cosine, sine, inverse_step));
  }
  return total(sums) * 0.6666667f;
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
  int state = 0;
  for (int k = 0; k < count; k++) {
    const int value = values[k], size = magnitude(value), quantizer = music_quantizer[state];
    state = music_next_state[state][size & 1];
    if (size == 0) {
      out[k] = 0;
      continue;
    }
    int around = 0;
    if (k > 0) around += 2 * magnitude(values[k - 1]);
    if (k > 1) around += magnitude(values[k - 2]);
    if (k + 1 < count) around += 2 * magnitude(values[k + 1]);
    if (k + 2 < count) around += magnitude(values[k + 2]);
    const float share = shares[32 * quantizer + 8 * (size < 4 ? size - 1 : 3) + (around < 7 ? around : 7)];
    const float level = quantizer ? (float)size - 0.5f : (float)size;
    const float restored = (level - share) * step;
    out[k] = value < 0 ? -restored : restored;
  }
}
