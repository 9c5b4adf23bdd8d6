// The body of colour_u8.c and colour_u16.c, which define before they include it:
//   sample                 the type of a sample
//   sample_max             its largest value
//   sample_scale           steps of a sample in one step of an 8-bit sample
//   KERNEL(name)           the full name of a kernel

#include "colour.h"
#include "dispatch.h"

#define SAMPLE_CENTRE (128.0f * sample_scale)

KERNEL_INLINE float centred(sample s) { return ((float)s - SAMPLE_CENTRE) * (1.0f / sample_scale); }

KERNEL_INLINE sample rounded(float x) {
  x = x * sample_scale + SAMPLE_CENTRE;
  // The comparisons are false for not-a-number, which so becomes 0.
  x = x > 0 ? x : 0;
  x = x < sample_max ? x : sample_max;
  // Floats from 2^23 on are whole numbers: the sum is rounded as the processor rounds, ties to even.
  return (sample)(int32_t)((x + 8388608.0f) - 8388608.0f);
}

KERNEL_INLINE void rotate(const sample *restrict samples, size_t stride, size_t count,
                          const float *restrict m, float *restrict a, float *restrict b, float *restrict c) {
  for (size_t i = 0; i < count; i++) {
    float red = centred(samples[i * stride]);
    float green = centred(samples[i * stride + 1]);
    float blue = centred(samples[i * stride + 2]);
    a[i] = m[0] * red + m[1] * green + m[2] * blue;
    b[i] = m[3] * red + m[4] * green + m[5] * blue;
    c[i] = m[6] * red + m[7] * green + m[8] * blue;
  }
}

KERNEL_INLINE void unrotate(const float *restrict a, const float *restrict b, const float *restrict c,
                            size_t count, const float *restrict m, sample *restrict samples, size_t stride) {
  for (size_t i = 0; i < count; i++) {
    samples[i * stride] = rounded(m[0] * a[i] + m[3] * b[i] + m[6] * c[i]);
    samples[i * stride + 1] = rounded(m[1] * a[i] + m[4] * b[i] + m[7] * c[i]);
    samples[i * stride + 2] = rounded(m[2] * a[i] + m[5] * b[i] + m[8] * c[i]);
  }
}

KERNEL_INLINE void centre(const sample *restrict samples, size_t stride, size_t count, float gain,
                          float *restrict plane) {
  for (size_t i = 0; i < count; i++) plane[i] = centred(samples[i * stride]) * gain;
}

KERNEL_INLINE void uncentre(const float *restrict plane, size_t count, float gain, sample *restrict samples,
                            size_t stride) {
  for (size_t i = 0; i < count; i++) samples[i * stride] = rounded(plane[i] * gain);
}

// The usual strides are constants inside the loops, which lets the compiler vectorise them.

KERNEL_INLINE void rotate_body(const int level, const sample *samples, size_t pixel_stride, size_t count,
                               const float *matrix, float *a, float *b, float *c) {
  (void)level;
  switch (pixel_stride) {
  case 3: rotate(samples, 3, count, matrix, a, b, c); break;
  case 4: rotate(samples, 4, count, matrix, a, b, c); break;
  default: rotate(samples, pixel_stride, count, matrix, a, b, c);
  }
}

KERNEL_DISPATCH_AS(KERNEL(rotate), rotate, void,
                   (const sample *samples, size_t pixel_stride, size_t count, const float *matrix, float *a,
                    float *b, float *c),
                   (samples, pixel_stride, count, matrix, a, b, c))

KERNEL_INLINE void unrotate_body(const int level, const float *a, const float *b, const float *c,
                                 size_t count, const float *matrix, sample *samples, size_t pixel_stride) {
  (void)level;
  switch (pixel_stride) {
  case 3: unrotate(a, b, c, count, matrix, samples, 3); break;
  case 4: unrotate(a, b, c, count, matrix, samples, 4); break;
  default: unrotate(a, b, c, count, matrix, samples, pixel_stride);
  }
}

KERNEL_DISPATCH_AS(KERNEL(unrotate), unrotate, void,
                   (const float *a, const float *b, const float *c, size_t count, const float *matrix,
                    sample *samples, size_t pixel_stride),
                   (a, b, c, count, matrix, samples, pixel_stride))

KERNEL_INLINE void centre_body(const int level, const sample *samples, size_t pixel_stride, size_t count,
                               float gain, float *plane) {
  (void)level;
  switch (pixel_stride) {
  case 1: centre(samples, 1, count, gain, plane); break;
  case 2: centre(samples, 2, count, gain, plane); break;
  default: centre(samples, pixel_stride, count, gain, plane);
  }
}

KERNEL_DISPATCH_AS(KERNEL(centre), centre, void,
                   (const sample *samples, size_t pixel_stride, size_t count, float gain, float *plane),
                   (samples, pixel_stride, count, gain, plane))

KERNEL_INLINE void uncentre_body(const int level, const float *plane, size_t count, float gain,
                                 sample *samples, size_t pixel_stride) {
  (void)level;
  switch (pixel_stride) {
  case 1: uncentre(plane, count, gain, samples, 1); break;
  case 2: uncentre(plane, count, gain, samples, 2); break;
  default: uncentre(plane, count, gain, samples, pixel_stride);
  }
}

KERNEL_DISPATCH_AS(KERNEL(uncentre), uncentre, void,
                   (const float *plane, size_t count, float gain, sample *samples, size_t pixel_stride),
                   (plane, count, gain, samples, pixel_stride))
