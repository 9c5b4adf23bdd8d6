// Spectra of sounds outside of their transform and their code: estimates, stereo, and restored values.
#pragma once

#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

/// About how many bits a spectrum takes at a step: 2/3 sum log2(1 + (|x| inverse_step)^1.5). `count` is a multiple of 64.
float music_cost(const float *spectrum, int count, float inverse_step);

/// The same of both channels after `music_turn`, for any count.
float music_turned_cost(const float *a, const float *b, int count, float cosine, float sine, float inverse_step);

/// sums = (a + b) / sqrt 2, differences = (a - b) / sqrt 2.
void music_mid_side(const float *a, const float *b, int count, float *sums, float *differences);

/// Turns pairs of coefficients: a' = cosine a + sine b, b' = cosine b - sine a.
void music_turn(float *a, float *b, int count, float cosine, float sine);

/// Restored coefficients of two quantizers that take turns: the sign of each value times (its magnitude, less a half under the
/// second quantizer, less a share) times the step. Shares are chosen by the quantizer, by the magnitude up to 4 and by twice
/// the two next to it plus the two behind those, up to 7; [2][4][8].
void music_restore(const int16_t *values, int count, float step, const float *shares, float *out);

#pragma clang assume_nonnull end
