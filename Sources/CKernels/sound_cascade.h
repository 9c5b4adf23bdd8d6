// Normalised least mean squares, in pinned order: FORMAT.md, "Cascade".
#pragma once

#include <stdint.h>
#include <string.h>

#include "dispatch.h"

enum {
  sound_stages = 4,
  sound_stage_lanes = 16,
  sound_longest_stage = 1024,
  /// Inputs between two moves of a history to the end of its memory.
  sound_stage_room = 4096,
};

typedef float sound_stage_vector __attribute__((vector_size(sound_stage_lanes * sizeof(float))));

typedef struct {
  float weights[sound_longest_stage] __attribute__((aligned(64)));
  /// Inputs, the latest first, from `start` on.
  float history[sound_stage_room + sound_longest_stage];
  int32_t start;
  /// Sum of the squares of what lies in the window, in 2^-16.
  int64_t energy;
} SoundStage;

static const int sound_stage_taps[sound_stages] = {sound_longest_stage, 256, 64, 16};
/// How fast stages learn.
static const float sound_stage_rates[sound_stages] = {0x5p-6f, 0x7p-6f, 0x7p-6f, 0x4p-6f};

KERNEL_INLINE void stage_begin(SoundStage *stage) {
  memset(stage, 0, sizeof *stage);
  stage->start = sound_stage_room;
}

/// The nearest multiple of 1/256: no history holds numbers so small that machines become slow.
KERNEL_INLINE float stage_input(double value) {
  const double limit = 0x1p18;
  const double kept = value < -limit ? -limit : value > limit ? limit : value;
  return (float)(int32_t)(kept * 256 + (kept < 0 ? -0.5 : 0.5)) * 0x1p-8f;
}

KERNEL_INLINE float stage_lane_sum(const sound_stage_vector *lanes) {
  float s[sound_stage_lanes];
  memcpy(s, lanes, sizeof s);
  for (int k = 0; k < 8; k++) s[k] += s[k + 8];
  for (int k = 0; k < 4; k++) s[k] += s[k + 4];
  return (s[0] + s[2]) + (s[1] + s[3]);
}

KERNEL_INLINE float stage_predict(SoundStage *restrict stage, const int taps) {
  const float *history = stage->history + stage->start;
  enum { most = 4 };
  sound_stage_vector sums[most] = {{0}};
  const int used = taps / sound_stage_lanes < most ? taps / sound_stage_lanes : most;
  for (int i = 0; i < taps; i += sound_stage_lanes * used) {
    for (int k = 0; k < used; k++) {
      sound_stage_vector weights, inputs;
      memcpy(&weights, stage->weights + i + sound_stage_lanes * k, sizeof weights);
      memcpy(&inputs, history + i + sound_stage_lanes * k, sizeof inputs);
      sums[k] += weights * inputs;
    }
  }
  if (used == most) sums[0] = (sums[0] + sums[2]) + (sums[1] + sums[3]);
  const float sum = stage_lane_sum(&sums[0]);
  if (sum > -0x1p18f && sum < 0x1p18f) return sum;
  memset(stage->weights, 0, sizeof stage->weights);
  return 0;
}

/// Learns that the prediction was wrong by `error`, and takes in the next input.
KERNEL_INLINE void stage_learn(SoundStage *restrict stage, const int taps, float rate, float error, float input) {
  const float *history = stage->history + stage->start;
  const float whole = (float)((double)stage->energy * 0x1p-16 + (taps / 2 + 1));
  const float step = rate * error / whole;
  for (int i = 0; i < taps; i += sound_stage_lanes) {
    sound_stage_vector weights, inputs;
    memcpy(&weights, stage->weights + i, sizeof weights);
    memcpy(&inputs, history + i, sizeof inputs);
    weights += inputs * step;
    memcpy(stage->weights + i, &weights, sizeof weights);
  }
  const int64_t oldest = (int64_t)(history[taps - 1] * 256), newest = (int64_t)(input * 256);
  stage->energy += newest * newest - oldest * oldest;
  if (stage->start == 0) {
    memcpy(stage->history + sound_stage_room, stage->history, sizeof(float) * (size_t)taps);
    stage->start = sound_stage_room;
  }
  stage->history[--stage->start] = input;
}
