// Exponential and logarithm of floats by polynomials: the same bits on every machine, in loops that become vectors.
//
// The including file says `#pragma STDC FP_CONTRACT OFF`.
#pragma once

#include <stdint.h>
#include <string.h>

#include "dispatch.h"

/// e^x of -87 <= x <= 88, and of the nearest of these for others; 88 for what is no number.
KERNEL_INLINE float exponential(float x) {
  x = x < 88 ? x : 88;
  x = x > -87 ? x : -87;
  // To the nearest power of two, whose number the sum with 1.5 * 2^23 rounds to.
  const float power = (x * 1.44269504088896341f + 12582912.0f) - 12582912.0f;
  // ln 2 in two parts, of which the first has few enough bits for exact products.
  const float rest = (x - power * 0.693359375f) + power * 2.12194440e-4f;
  float sum = 1.0f / 5040;
  sum = sum * rest + 1.0f / 720;
  sum = sum * rest + 1.0f / 120;
  sum = sum * rest + 1.0f / 24;
  sum = sum * rest + 1.0f / 6;
  sum = sum * rest + 0.5f;
  sum = sum * rest + 1;
  sum = sum * rest + 1;
  const uint32_t bits = (uint32_t)((int32_t)power + 127) << 23;
  float scale;
  memcpy(&scale, &bits, sizeof scale);
  return sum * scale;
}

/// Natural logarithm of a normal number above 0.
KERNEL_INLINE float logarithm(float x) {
  uint32_t bits;
  memcpy(&bits, &x, sizeof bits);
  // A mantissa between the roots of a half and of two.
  const uint32_t moved = bits - 0x3f3504f3u;
  const int32_t power = (int32_t)moved >> 23;
  bits = (moved & 0x7fffffu) + 0x3f3504f3u;
  float mantissa;
  memcpy(&mantissa, &bits, sizeof mantissa);
  const float t = (mantissa - 1) / (mantissa + 1), square = t * t;
  float sum = 1.0f / 9;
  sum = sum * square + 1.0f / 7;
  sum = sum * square + 1.0f / 5;
  sum = sum * square + 1.0f / 3;
  sum = sum * square + 1;
  return (float)power * 0.693147180559945309f + 2 * t * sum;
}
