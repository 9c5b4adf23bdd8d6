#pragma once

#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

// One level of a lifting wavelet along one axis. A line of n samples has (n + 1) / 2 low and n / 2 high
// coefficients. `split` goes from samples to bands, `merge` back; `rows` works along the width, `columns`
// along the height. Strides are in samples. Bands may lie in the plane itself, at the places of the mosaic.
// `periodic` (n even) wraps the line around; otherwise it is mirrored about its end samples.

enum {
  // Columns lifted together: their rows are copied to a buffer that stays in the cache.
  lifting_strip = 64,
  // A line of n elements needs n + lifting_margin elements of scratch, times lifting_strip for columns.
  lifting_margin = 3
};

// CDF 9/7.
void lifting97_split_rows(const float *plane, size_t stride, size_t width, size_t height, float *low,
                          size_t low_stride, float *high, size_t high_stride, int periodic,
                          float *scratch);
void lifting97_merge_rows(float *plane, size_t stride, size_t width, size_t height, const float *low,
                          size_t low_stride, const float *high, size_t high_stride, int periodic,
                          float *scratch);
void lifting97_split_columns(const float *plane, size_t stride, size_t width, size_t height, float *low,
                             size_t low_stride, float *high, size_t high_stride, int periodic,
                             float *scratch);
void lifting97_merge_columns(float *plane, size_t stride, size_t width, size_t height, const float *low,
                             size_t low_stride, const float *high, size_t high_stride, int periodic,
                             float *scratch);

// Reversible 5/3, all sums modulo 2^16.
void lifting53_split_rows(const int16_t *plane, size_t stride, size_t width, size_t height, int16_t *low,
                          size_t low_stride, int16_t *high, size_t high_stride, int periodic,
                          int16_t *scratch);
void lifting53_merge_rows(int16_t *plane, size_t stride, size_t width, size_t height, const int16_t *low,
                          size_t low_stride, const int16_t *high, size_t high_stride, int periodic,
                          int16_t *scratch);
void lifting53_split_columns(const int16_t *plane, size_t stride, size_t width, size_t height,
                             int16_t *low, size_t low_stride, int16_t *high, size_t high_stride,
                             int periodic, int16_t *scratch);
void lifting53_merge_columns(int16_t *plane, size_t stride, size_t width, size_t height,
                             const int16_t *low, size_t low_stride, const int16_t *high,
                             size_t high_stride, int periodic, int16_t *scratch);

#pragma clang assume_nonnull end
