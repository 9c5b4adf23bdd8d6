#pragma STDC FP_CONTRACT OFF

#include "music_transform.h"

#include <stdint.h>
#include <string.h>

#include "dispatch.h"

double music_sine(double turns) {
  // To the nearest quarter turn, and a series on at most an eighth of a turn.
  double quarters = turns * 4;
  const int64_t nearest = (int64_t)(quarters < 0 ? quarters - 0.5 : quarters + 0.5);
  const double x = (quarters - (double)nearest) * 1.57079632679489661923;
  const double square = x * x;
  double sine = 1, cosine = 1;
  for (int n = 10; n > 0; n--) {
    sine = 1 - square / (double)(2 * n * (2 * n + 1)) * sine;
    cosine = 1 - square / (double)((2 * n - 1) * 2 * n) * cosine;
  }
  sine *= x;
  switch (nearest & 3) {
  case 0: return sine;
  case 1: return cosine;
  case 2: return -sine;
  default: return -cosine;
  }
}

static double music_cosine(double turns) { return music_sine(turns + 0.25); }

// Tables: cosines and sines of the turns before and after the Fourier transform, its roots of unity, and a scale.

ptrdiff_t music_tables_count(int count) { return 2 * count + 1; }

double music_root(double square) {
  // Newton's method from above, which stops where it no longer falls.
  double root = square > 1 ? square : 1;
  for (;;) {
    const double next = 0.5 * (root + square / root);
    if (next >= root) return root;
    root = next;
  }
}

void music_make_tables(int count, float *tables) {
  const int half = count / 2;
  for (int i = 0; i < half; i++) {
    tables[i] = (float)music_cosine((8.0 * i + 1) / (16.0 * count));
    tables[half + i] = (float)-music_sine((8.0 * i + 1) / (16.0 * count));
    tables[2 * half + i] = (float)music_cosine((double)i / half);
    tables[3 * half + i] = (float)-music_sine((double)i / half);
  }
  tables[2 * count] = (float)music_root(2.0 / count);
}

/// Rows of complex numbers: `half` real parts, then as many imaginary ones.
typedef struct {
  const float *from;
  float *to;
  const float *roots;
  int half;
} passes;

/// Four numbers `quarter` strides apart become neighbours, for the p-th of as many places.
KERNEL_INLINE void butterfly(const passes *pass, int stride, int quarter, int p, int q) {
  const int half = pass->half;
  const float *a = pass->from + q + stride * p, *b = a + stride * quarter, *c = b + stride * quarter;
  const float *d = c + stride * quarter;
  float *to = pass->to + q + stride * 4 * p;
  const float *one = pass->roots + stride * p, *two = one + stride * p, *three = two + stride * p;
  const float even_x = a[0] + c[0], even_y = a[half] + c[half], odd_x = a[0] - c[0], odd_y = a[half] - c[half];
  const float sum_x = b[0] + d[0], sum_y = b[half] + d[half];
  // i (b - d).
  const float turned_x = d[half] - b[half], turned_y = b[0] - d[0];
  const float x1 = odd_x - turned_x, y1 = odd_y - turned_y, x2 = even_x - sum_x, y2 = even_y - sum_y;
  const float x3 = odd_x + turned_x, y3 = odd_y + turned_y;
  to[0] = even_x + sum_x;
  to[half] = even_y + sum_y;
  to[stride] = x1 * one[0] - y1 * one[half];
  to[stride + half] = x1 * one[half] + y1 * one[0];
  to[2 * stride] = x2 * two[0] - y2 * two[half];
  to[2 * stride + half] = x2 * two[half] + y2 * two[0];
  to[3 * stride] = x3 * three[0] - y3 * three[half];
  to[3 * stride + half] = x3 * three[half] + y3 * three[0];
}

/// Stockham's Fourier transform of `half` complex numbers in a; the result lies where the returned pointer tells.
KERNEL_INLINE float *fourier(const float *roots, int half, float *a, float *b) {
  float *from = a, *to = b;
  int length = half, stride = 1;
  for (; length >= 4; length /= 4, stride *= 4) {
    const passes pass = {.from = from, .to = to, .roots = roots, .half = half};
    const int quarter = length / 4;
    if (stride == 1) {
#pragma clang loop vectorize(assume_safety)
      for (int p = 0; p < quarter; p++) butterfly(&pass, 1, quarter, p, 0);
    } else if (stride == 4) {
      for (int p = 0; p < quarter; p++) {
#pragma clang loop vectorize(assume_safety)
        for (int q = 0; q < 4; q++) butterfly(&pass, 4, quarter, p, q);
      }
    } else {
      for (int p = 0; p < quarter; p++) {
#pragma clang loop vectorize(assume_safety)
        for (int q = 0; q < stride; q++) butterfly(&pass, stride, quarter, p, q);
      }
    }
    float *next = from;
    from = to;
    to = next;
  }
  if (length == 1) return from;
  for (int q = 0; q < stride; q++) {
    to[q] = from[q] + from[q + stride];
    to[half + q] = from[half + q] + from[half + q + stride];
    to[q + stride] = from[q] - from[q + stride];
    to[half + q + stride] = from[half + q] - from[half + q + stride];
  }
  return to;
}

KERNEL_INLINE void transform(const float *tables, int count, const float *in, float *out, float *scratch, int inverse) {
  const int half = count / 2;
  const float *cosines = tables, *sines = tables + half;
  const float scale = tables[2 * count];
  float *first = scratch, *second = scratch + count;
#pragma clang loop vectorize(assume_safety)
  for (int i = 0; i < half; i++) {
    const float x = inverse ? in[2 * i] : in[count - 1 - 2 * i];
    const float y = inverse ? in[count - 1 - 2 * i] : in[2 * i];
    first[i] = x * cosines[i] - y * sines[i];
    first[half + i] = x * sines[i] + y * cosines[i];
  }
  const float *z = fourier(tables + count, half, first, second);
  float *x = z == first ? second : first, *y = x + half;
#pragma clang loop vectorize(assume_safety)
  for (int k = 0; k < half; k++) {
    x[k] = (z[k] * cosines[k] - z[half + k] * sines[k]) * scale;
    y[k] = (z[k] * sines[k] + z[half + k] * cosines[k]) * -scale;
  }
  const float *even = inverse ? y : x, *odd = inverse ? x : y;
#pragma clang loop vectorize(assume_safety)
  for (int k = 0; k < half; k++) {
    out[2 * k] = even[k];
    out[2 * k + 1] = odd[half - 1 - k];
  }
}

KERNEL_INLINE void forward_body(const int level, const float *tables, int count, const float *in, float *out,
                                float *scratch) {
  (void)level;
  transform(tables, count, in, out, scratch, 0);
}

KERNEL_INLINE void backward_body(const int level, const float *tables, int count, const float *in, float *out,
                                 float *scratch) {
  (void)level;
  transform(tables, count, in, out, scratch, 1);
}

KERNEL_DISPATCH_AS(music_transform, forward, void,
                   (const float *tables, int count, const float *in, float *out, float *scratch),
                   (tables, count, in, out, scratch))

KERNEL_DISPATCH_AS(music_inverse_transform, backward, void,
                   (const float *tables, int count, const float *in, float *out, float *scratch),
                   (tables, count, in, out, scratch))

// The cosine at a place of a product of two odd numbers, in units of 1 / (8 count) turns.
static float odd_cosine(const float *cosines, int count, int n, int k) {
  const int place = ((2 * n + 1) * (2 * k + 1)) % (8 * count);
  return cosines[(place - 1) / 2];
}

void music_slow_transform(const float *cosines, int count, const float *in, float *out) {
  for (int k = 0; k < count; k++) {
    float sum = 0;
    for (int n = 0; n < count; n++) sum += in[count - 1 - n] * odd_cosine(cosines, count, n, k);
    out[k] = sum * cosines[4 * count];
  }
}

void music_inverse_slow_transform(const float *cosines, int count, const float *in, float *out) {
  for (int n = 0; n < count; n++) {
    float sum = 0;
    for (int k = 0; k < count; k++) sum += in[k] * odd_cosine(cosines, count, n, k);
    out[count - 1 - n] = sum * cosines[4 * count];
  }
}

void music_make_slow_tables(int count, float *cosines) {
  for (int i = 0; i < 4 * count; i++) cosines[i] = (float)music_cosine((2.0 * i + 1) / (8.0 * count));
  cosines[4 * count] = (float)music_root(2.0 / count);
}

void music_make_slope(int half, float *slope) {
  for (int i = 0; i < 2 * half; i++) {
    const double sine = music_sine((2.0 * i + 1) / (16.0 * half));
    slope[i] = (float)music_sine(sine * sine / 4);
  }
}

KERNEL_INLINE void lap_body(const int level, float *boundary, int half, const float *slope) {
  (void)level;
  for (int i = 0; i < half; i++) {
    const float large = slope[half + i], small = slope[half - 1 - i];
    const float before = boundary[-1 - i], after = boundary[i];
    boundary[-1 - i] = large * before + small * after;
    boundary[i] = large * after - small * before;
  }
}

KERNEL_DISPATCH_AS(music_lap, lap, void, (float *boundary, int half, const float *slope), (boundary, half, slope))

KERNEL_INLINE void unlap_body(const int level, float *boundary, int half, const float *slope) {
  (void)level;
  for (int i = 0; i < half; i++) {
    const float large = slope[half + i], small = slope[half - 1 - i];
    const float before = boundary[-1 - i], after = boundary[i];
    boundary[-1 - i] = large * before - small * after;
    boundary[i] = large * after + small * before;
  }
}

KERNEL_DISPATCH_AS(music_unlap, unlap, void, (float *boundary, int half, const float *slope), (boundary, half, slope))

KERNEL_INLINE void lapped_body(const int level, const float *sound, int count, int left,
                               const float *left_slope, int right, const float *right_slope, float *out) {
  (void)level;
  memcpy(out, sound, sizeof(float) * (size_t)count);
  for (int i = 0; i < left; i++) out[i] = left_slope[left + i] * sound[i] - left_slope[left - 1 - i] * sound[-1 - i];
  const float *end = sound + count;
  for (int i = 0; i < right; i++) {
    out[count - 1 - i] = right_slope[right + i] * end[-1 - i] + right_slope[right - 1 - i] * end[i];
  }
}

KERNEL_DISPATCH_AS(music_lapped, lapped, void,
                   (const float *sound, int count, int left, const float *left_slope, int right,
                    const float *right_slope, float *out),
                   (sound, count, left, left_slope, right, right_slope, out))
