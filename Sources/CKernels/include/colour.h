#pragma once

#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

// Interleaved samples to centred float planes and back, `count` pixels that lie `pixel_stride` samples apart.
// Planes are on the scale of 8-bit samples whatever the depth: 16-bit samples are divided by 257. `matrix` is
// 3x3 row-major, its rows the output planes; its inverse is taken to be its transpose. Going back, samples
// are clamped to their range and rounded to the nearest, ties to even; not-a-number gives 0.
void colour_rotate_u8(const uint8_t *samples, size_t pixel_stride, size_t count, const float *matrix,
                      float *a, float *b, float *c);
void colour_rotate_u16(const uint16_t *samples, size_t pixel_stride, size_t count, const float *matrix,
                       float *a, float *b, float *c);
void colour_unrotate_u8(const float *a, const float *b, const float *c, size_t count, const float *matrix,
                        uint8_t *samples, size_t pixel_stride);
void colour_unrotate_u16(const float *a, const float *b, const float *c, size_t count,
                         const float *matrix, uint16_t *samples, size_t pixel_stride);

// plane = (sample - centre) * gain, and sample = plane * gain + centre.
void colour_centre_u8(const uint8_t *samples, size_t pixel_stride, size_t count, float gain,
                      float *plane);
void colour_centre_u16(const uint16_t *samples, size_t pixel_stride, size_t count, float gain,
                       float *plane);
void colour_uncentre_u8(const float *plane, size_t count, float gain, uint8_t *samples,
                        size_t pixel_stride);
void colour_uncentre_u16(const float *plane, size_t count, float gain, uint16_t *samples,
                         size_t pixel_stride);

// YCoCg-R in place, modulo 2^16 or 2^32: (red, green, blue) become (luma, orange, green chroma) and back.
void colour_ycocg_i16(int16_t *red, int16_t *green, int16_t *blue, size_t count);
void colour_ycocg_i32(int32_t *red, int32_t *green, int32_t *blue, size_t count);
void colour_unycocg_i16(int16_t *luma, int16_t *orange, int16_t *chroma, size_t count);
void colour_unycocg_i32(int32_t *luma, int32_t *orange, int32_t *chroma, size_t count);

#pragma clang assume_nonnull end
