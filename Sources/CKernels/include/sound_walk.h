// Sounds without loss: one or two channels at a time, sample by sample.
//
// A sample is predicted by recursive least squares from the samples before it and from those of the other channel; what
// is left passes a cascade of normalised least mean squares, from long to short memory, and a small least squares
// weighs what the stages say. Predictions are floating point in pinned order: every sum is made of fixed lanes that are
// added in a fixed order, nothing is contracted, nothing but + - * / and roots is used, all of which IEEE 754 rounds in
// one way only. The probabilities that follow are made of integers.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "circuit_walk.h"
#include "sample_mixer.h"

#pragma clang assume_nonnull begin

enum {
  sound_most_channels = 2,
  /// The most decisions of one sample: of the tree, of a tail, and of the place in what is left.
  sound_most_decisions = 5 + 16 + 2,
};

/// What is known before the first sample.
typedef struct {
  /// 1 or 2.
  int32_t channels;
  /// Samples are predicted in units of 2^shift: 0 where they have 16 bits or fewer.
  int32_t shift;
  /// All samples of a channel lie within these.
  int32_t lowest[sound_most_channels];
  int32_t highest[sound_most_channels];
} SoundShape;

/// Decisions in their order, as intervals of a range: start, width and whole of 20 bits each, from the low ones on.
typedef struct {
  uint64_t *next;
} SoundTrace;

/// Channels in work.
typedef struct SoundWalk SoundWalk;

/// Bytes of a walk.
size_t sound_walk_bytes(void);

/// Begins in memory of as many bytes that are a multiple of 64 away from 0; the tables must outlive the walk.
SoundWalk *sound_walk_begin(void *memory, const SoundShape *shape, const SampleMixerTables *tables);

/// The decisions about the next samples of all channels; `sound_most_decisions` of each fit the trace. Samples are
/// only read.
void sound_walk_trace(SoundWalk *walk, int32_t *const _Nonnull *_Nonnull samples, ptrdiff_t count, SoundTrace *trace);

/// Reads the next samples of all channels.
void sound_walk_read(SoundWalk *walk, int32_t *const _Nonnull *_Nonnull samples, ptrdiff_t count,
                     circuit_reader *reader);

#pragma clang assume_nonnull end
