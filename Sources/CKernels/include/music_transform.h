// The lapped transform of sounds: cosine transforms of segments of any neighbours (Princen and Bradley, 1986; Edler, 1989).
#pragma once

#include <stddef.h>

#pragma clang assume_nonnull begin

/// Sine of x turns, by a polynomial: the same bits on every machine.
double music_sine(double turns);

/// The root of a number of at most 1e6, likewise.
double music_root(double square);

/// Numbers that `music_transform` takes for transforms of `count` coefficients.
ptrdiff_t music_tables_count(int count);

/// Fills them; `count` is a power of two, at least 16.
void music_make_tables(int count, float *tables);

/// Orthonormal DCT-IV of `count` numbers, which is its own inverse. The order of the input, or that of the output, is
/// reversed. `scratch` holds 2 * count numbers; in and out may be the same, neither may overlap scratch.
void music_transform(const float *tables, int count, const float *in, float *out, float *scratch);
void music_inverse_transform(const float *tables, int count, const float *in, float *out, float *scratch);

/// The same by definition, for any count below 4096; tables of 4 * count + 1 numbers.
void music_make_slow_tables(int count, float *cosines);
void music_slow_transform(const float *cosines, int count, const float *in, float *out);
void music_inverse_slow_transform(const float *cosines, int count, const float *in, float *out);

/// The rising slope of a window, 2 * half numbers: sin(pi/2 sin^2(...)), as Vorbis has it.
void music_make_slope(int half, float *slope);

/// Mixes `half` samples on either side of a boundary, so that segments can be transformed apart; and parts them again.
void music_lap(float *boundary, int half, const float *slope);
void music_unlap(float *boundary, int half, const float *slope);

/// A segment of `count` samples as `music_lap` at both its boundaries would leave it.
void music_lapped(const float *sound, int count, int left, const float *left_slope, int right,
                  const float *right_slope, float *out);

#pragma clang assume_nonnull end
