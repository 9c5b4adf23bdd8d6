// Coding of quantized spectra of sound, segment by segment: decisions whose chances are mixed from counters chosen by
// what is around a coefficient, in frequency, in time and in the other channel. Integers only; FORMAT.md states the rules.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "circuit_walk.h"

#pragma clang assume_nonnull begin

enum {
  /// Segments have 128 << size coefficients a channel, size < music_sizes.
  music_sizes = 7,
  music_shortest = 128,
  music_longest = 8192,
  /// Channels coded together.
  music_pair = 2,
  /// Counters that take part in a decision, and inputs of its mixers: those, a constant, and a zero.
  music_counters = 14,
  music_inputs = 16,
  /// Decisions of a coefficient that learn: is it zero, is it one …; the last serves all that follow.
  music_nodes = 8,
  /// Rows of counters, one counter for every node: those of the first quantizer, and those that the second one has apart.
  music_plain_rows = 12544,
  music_counter_rows = music_plain_rows + 4832,
  /// Mixers of each quantizer: by node and predicted magnitude; by node, frequency, size and channel.
  music_near_mixers = music_nodes * 16,
  music_far_mixers = music_nodes * 64,
  music_mixers = music_near_mixers + music_far_mixers,
  /// Refined chances of each quantizer: by node and predicted magnitude, at 33 log odds.
  music_refined = music_nodes * 32 * 33,
  music_quantizers = 2,
  /// States that tell which quantizer comes next.
  music_states = 4,
  /// Chances of side information, by what it is and what came before.
  music_flags = 1024,
  /// Zones of frequency with weights of their own, and weights of a predicted magnitude.
  music_zones = 3,
  music_taps = 18,
  /// Decisions of a segment at most.
  music_segment_decisions = 28 * music_pair * (music_longest + 1),
};

/// What is known before a group is coded.
typedef struct {
  /// Chances in 2^-22 above ten bits of how sure they are, [music_counter_rows][music_nodes].
  const uint32_t *counters;
  /// In 2^-16, [music_quantizers][music_mixers][music_inputs].
  const int32_t *mixers;
  /// Chances in 2^-16.
  const uint16_t *refined, *flags;
  /// In 2^-8, [channels of a pair][zones][taps].
  const int16_t *taps;
  /// Log odds of chances in 2^-12, in 1/256; chances in 2^-16 of log odds 0 ..< 4096 less 2048.
  const int16_t *log_odds;
  const uint16_t *chances;
} music_prior;

/// What a group taught, and the rows around the segment that comes next.
typedef struct music_coder music_coder;

/// A coder at the start of a group; null where memory is short. The prior must outlive it.
/// `is_dependent`: two quantizers take turns, by the parities of the magnitudes before. `is_mixed`: chances are mixed from
/// many counters; else they are those of the predicted magnitude's class alone.
music_coder *_Nullable music_coder_create(const music_prior *prior, int is_dependent, int is_mixed);
void music_coder_free(music_coder *coder);

/// What the coder learned, in arrays as those of a prior.
void music_coder_learned(const music_coder *coder, uint32_t *counters, int32_t *mixers, uint16_t *refined,
                         uint16_t *flags);

/// The next segments are of another pair of channels.
void music_begin_pair(music_coder *coder);

/// `values` are 128 << size coefficients of each of `channels` channels, 1 or 2.
void music_read_segment(music_coder *coder, circuit_reader *reader, int size, int channels,
                        int16_t *const _Nonnull *_Nonnull values);
void music_trace_segment(music_coder *coder, circuit_trace *trace, int size, int channels,
                         int16_t *const _Nonnull *_Nonnull values);

/// The quantizer of a state, and the state after a magnitude's parity.
extern const uint8_t music_quantizer[music_states];
extern const uint8_t music_next_state[music_states][2];

/// Memory for the choice of values of a coder that is dependent.
typedef struct music_chooser music_chooser;

/// `is_exact`: bits are those that the coder would take, not estimates by the predicted magnitude. Null where memory is short.
music_chooser *_Nullable music_chooser_create(int is_exact);
void music_chooser_free(music_chooser *chooser);

/// Chooses values for spectra in units of the step, and traces them: what is lost by squares, and `weight` for every bit.
/// `ends` are 64ths of each spectrum behind which all is zero. Bits by chances in 2^-12. The chooser is null for a coder
/// that is not dependent.
void music_quantize_segment(music_coder *coder, music_chooser *_Nullable chooser, circuit_trace *trace, int size,
                            int channels,
                            const float *const _Nonnull *_Nonnull spectra, const int *ends, float weight, const float *bits,
                            int16_t *const _Nonnull *_Nonnull values);

/// A number of some bits (1 to 6) of the side information, by chances from flag `context` on: 2^bits of them.
int music_read_number(music_coder *coder, circuit_reader *reader, int context, int bits);
void music_trace_number(music_coder *coder, circuit_trace *trace, int context, int bits, int value);

#pragma clang assume_nonnull end
