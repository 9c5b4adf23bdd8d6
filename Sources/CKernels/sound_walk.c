// Sounds without loss, sample by sample: predictions, residuals, and what both learn.
#pragma STDC FP_CONTRACT OFF

#include "sound_walk.h"

#include <string.h>

#include "dispatch.h"
#include "sound_cascade.h"
#include "sound_least_squares.h"
#include "sound_residual.h"

enum {
  /// Taps on the channel itself where there is another one, which has the rest.
  own_taps = 20,
  /// Inputs of the small least squares that weighs stages: a full vector.
  weighed = sound_lanes,
  /// Frames between two moves of a history to the end of its memory.
  history_room = 4096,
};

typedef struct {
  SoundLeastSquares near, weighing;
  SoundStage stages[sound_stages];
  SoundResiduals residuals;
  /// Samples in units, the latest first, from the walk's `start` on.
  double history[history_room + sound_taps];
  double lowest, highest;
} Channel;

struct SoundWalk {
  Channel channels[sound_most_channels];
  SoundShape shape;
  /// A unit in samples, and a sample in units.
  double unit, sample;
  int32_t start;
  SampleMixerTables tables;
};

size_t sound_walk_bytes(void) { return sizeof(SoundWalk); }

SoundWalk *sound_walk_begin(void *memory, const SoundShape *shape, const SampleMixerTables *tables) {
  SoundWalk *walk = memory;
  walk->shape = *shape;
  walk->tables = *tables;
  walk->unit = (double)(INT64_C(1) << shape->shift);
  walk->sample = 1 / walk->unit;
  walk->start = history_room;
  for (int k = 0; k < shape->channels; k++) {
    Channel *channel = &walk->channels[k];
    least_squares_begin(&channel->near, sound_taps, 1, 1 - 0x1p-10);
    least_squares_begin(&channel->weighing, weighed, 0x1p-13, 1 - 0x1p-11);
    for (int stage = 0; stage < sound_stages; stage++) {
      stage_begin(&channel->stages[stage]);
      channel->weighing.weights[0][stage] = 1;
    }
    residuals_begin(&channel->residuals, shape->shift);
    memset(channel->history, 0, sizeof channel->history);
    channel->lowest = shape->lowest[k] * walk->sample;
    channel->highest = shape->highest[k] * walk->sample;
  }
  return walk;
}

/// The number in the range, or the lower end in place of what is none.
KERNEL_INLINE double in_range(double value, double lowest, double highest) {
  return value > lowest ? (value < highest ? value : highest) : lowest;
}

/// In 1/16 of a sample, the nearest.
KERNEL_INLINE int64_t sixteenths(double value, double unit) {
  const double number = value * unit * 16;
  return (int64_t)(number + (number < 0 ? -0.5 : 0.5));
}

/// Predictions of a sample, in units.
typedef struct {
  double first, last;
  float corrections[sound_stages];
} Prediction;

KERNEL_INLINE void predict(Channel *restrict channel, const double *own, const double *other, Prediction *prediction) {
  double features[sound_taps];
  memcpy(features, own, sizeof features);
  if (other != NULL) memcpy(features + own_taps, other, sizeof(double) * (sound_taps - own_taps));
  double first = least_squares_predict(&channel->near, sound_taps, features);
  if (!(first > -0x1p18 && first < 0x1p18)) {
    least_squares_begin(&channel->near, sound_taps, 1, 1 - 0x1p-10);
    first = 0;
  }
  prediction->first = in_range(first, channel->lowest, channel->highest);
  double corrections[weighed] = {0};
#pragma clang loop unroll(full)
  for (int stage = 0; stage < sound_stages; stage++) {
    prediction->corrections[stage] = stage_predict(&channel->stages[stage], sound_stage_taps[stage]);
    corrections[stage] = prediction->corrections[stage];
  }
  double correction = least_squares_predict(&channel->weighing, weighed, corrections);
  if (!(correction > -0x1p18 && correction < 0x1p18)) {
    least_squares_begin(&channel->weighing, weighed, 0x1p-13, 1 - 0x1p-11);
    correction = 0;
  }
  prediction->last = in_range(prediction->first + correction, channel->lowest, channel->highest);
}

KERNEL_INLINE void learn(Channel *restrict channel, const Prediction *prediction, double sample, double spread) {
  least_squares_learn(&channel->weighing, weighed, sample - prediction->last, spread * spread);
  least_squares_learn(&channel->near, sound_taps, sample - prediction->first, spread);
  double rest = sample - prediction->first;
#pragma clang loop unroll(full)
  for (int stage = 0; stage < sound_stages; stage++) {
    const float input = stage_input(rest), error = input - prediction->corrections[stage];
    stage_learn(&channel->stages[stage], sound_stage_taps[stage], sound_stage_rates[stage], error, input);
    rest = error;
  }
}

KERNEL_INLINE int64_t code_channel(const int reads, const int channels, SoundWalk *restrict walk,
                                   SoundCoder *restrict coder, const int k, int64_t sample) {
  Channel *channel = &walk->channels[k];
  const Channel *other = channels > 1 ? &walk->channels[1 - k] : NULL;
  Prediction prediction;
  // The second channel knows the first one's sample of the same time.
  predict(channel, channel->history + walk->start + 1, other == NULL ? NULL : other->history + walk->start + 1 - k,
          &prediction);
  const int64_t last = sixteenths(prediction.last, walk->unit);
  const SoundForecast forecast = {
      .prediction = last,
      .correction = last - sixteenths(prediction.first, walk->unit),
      .other = other == NULL ? 0 : other->residuals.errors[0],
      .other_mean = other == NULL ? 0 : other->residuals.means[1],
      .lowest = walk->shape.lowest[k],
      .highest = walk->shape.highest[k],
      .shift = walk->shape.shift,
  };
  sample = code_sample(reads, coder, &walk->tables, &channel->residuals, &forecast, sample);
  const double value = (double)sample * walk->sample;
  channel->history[walk->start] = value;
  const int64_t *means = channel->residuals.means;
  learn(channel, &prediction, value, (double)(means[0] + means[1]) * 0x1p-9 * walk->sample + 0.3125);
  return sample;
}

KERNEL_INLINE void code_frames(const int reads, const int channels, SoundWalk *restrict walk,
                               SoundCoder *restrict coder, int32_t *const *samples, ptrdiff_t count) {
  for (ptrdiff_t frame = 0; frame < count; frame++) {
    if (walk->start == 0) {
      for (int k = 0; k < channels; k++) {
        double *history = walk->channels[k].history;
        memcpy(history + history_room, history, sizeof(double) * sound_taps);
      }
      walk->start = history_room;
    }
    walk->start--;
#pragma clang loop unroll(full)
    for (int k = 0; k < channels; k++) {
      const int64_t sample = code_channel(reads, channels, walk, coder, k, reads ? 0 : samples[k][frame]);
      if (reads) samples[k][frame] = (int32_t)sample;
    }
  }
}

KERNEL_INLINE void trace_frames_body(const int level, SoundWalk *walk, int32_t *const *samples, ptrdiff_t count,
                                     SoundTrace *trace) {
  (void)level;
  SoundCoder coder = {.trace = *trace};
  if (walk->shape.channels == 1) {
    code_frames(0, 1, walk, &coder, samples, count);
  } else {
    code_frames(0, 2, walk, &coder, samples, count);
  }
  *trace = coder.trace;
}

KERNEL_DISPATCH_AS(sound_walk_trace, trace_frames, void,
                   (SoundWalk *walk, int32_t *const *samples, ptrdiff_t count, SoundTrace *trace),
                   (walk, samples, count, trace))

KERNEL_INLINE void read_frames_body(const int level, SoundWalk *walk, int32_t *const *samples, ptrdiff_t count,
                                    circuit_reader *reader) {
  (void)level;
  SoundCoder coder = {.reader = *reader};
  if (walk->shape.channels == 1) {
    code_frames(1, 1, walk, &coder, samples, count);
  } else {
    code_frames(1, 2, walk, &coder, samples, count);
  }
  *reader = coder.reader;
}

KERNEL_DISPATCH_AS(sound_walk_read, read_frames, void,
                   (SoundWalk *walk, int32_t *const *samples, ptrdiff_t count, circuit_reader *reader),
                   (walk, samples, count, reader))
