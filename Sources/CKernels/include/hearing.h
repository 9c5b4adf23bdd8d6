// Hearing mode of music: bands with steps of their own, and noise where coefficients became zero.
//
// A frame is 1024 coefficients of a channel: one segment of 1024, or 8 segments of 128 one after the other. Bands begin
// at the same frequencies in both. What is integer here is on the path of chances; FORMAT.md states the rules.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "circuit_walk.h"

#pragma clang assume_nonnull begin

enum {
  hearing_frame = 1024,
  /// Segments of a frame that is cut.
  hearing_cuts = 8,
  hearing_bands = 23,
  /// Coefficients of a frame from here on are zero.
  hearing_end = 928,
  /// Parts of a frame with a level of noise each, at most: bands joined, in each of 4 slots of time where it is cut.
  hearing_cells = 24,
  /// Steps are powers of the root of two.
  hearing_least_step = -48,
  hearing_greatest_step = 15,
  hearing_loudest = 15,
  /// Decisions of the steps of a frame and of its levels, at most.
  hearing_decisions = 8 * hearing_bands + 2 * 4 * hearing_cells,
};

/// What steps and levels before say of those that come; of a pair of channels, from the start of a group on.
typedef struct {
  /// Chances in 2^-16: of steps, of their changes, of levels.
  uint16_t steps[64], changes[15][4], levels[16][3][16];
  bool has_begun;
  int8_t before[hearing_bands];
  /// Exponents of noise in 1/16 by channel and band.
  int16_t noise[2][hearing_bands];
} hearing_side;

void hearing_begin(hearing_side *side);

/// The steps of a frame, hearing_bands of them.
void hearing_read_steps(hearing_side *side, circuit_reader *reader, int8_t *steps);
void hearing_trace_steps(hearing_side *side, circuit_trace *trace, const int8_t *steps);

/// The levels of a frame of `segments` (1 or 8) by cell, [channels][hearing_cells]; 0 where no coefficient is zero. `values`
/// are the coefficients of each channel, and `steps` those coded last.
void hearing_read_levels(hearing_side *side, circuit_reader *reader, int segments, int channels,
                         const int16_t *const _Nonnull *_Nonnull values, uint8_t *levels);
void hearing_trace_levels(hearing_side *side, circuit_trace *trace, int segments, int channels,
                          const int16_t *const _Nonnull *_Nonnull values, const uint8_t *levels);

/// The first coefficient of a band in a frame that is not cut; of the band behind the last, hearing_end.
int hearing_edge(int band);

/// Sums of squares by band.
void hearing_energies(const float *frame, int segments, float *sums);

/// About how many bits a frame takes: sums of log2(1 + x^2 inverse) / 2, `inverses` by band.
float hearing_cost(const float *frame, int segments, const float *inverses);

/// The coefficients of a frame in units of the steps of their bands.
void hearing_divide(const float *frame, int segments, const int8_t *steps, float *scaled);

/// Mean squares, by cell, of those coefficients whose values are zero; 0 where there are none.
void hearing_rests(const float *scaled, const int16_t *values, int segments, float *means);

/// A frame from its integers. `place` is where the noise of its first coefficient lies in the stream of random numbers.
void hearing_restore(const int16_t *values, int segments, const int8_t *steps, const uint8_t *levels, uint32_t place,
                     float *frame);

#pragma clang assume_nonnull end
