#pragma STDC FP_CONTRACT OFF

#include "hearing.h"

#include <math.h>
#include <string.h>

#include "dispatch.h"
#include "hearing_bands.h"
#include "scattered.h"

/// What magnitudes are made smaller by, in steps: they are denser towards zero.
static const float shrinkage = 0.05f;
/// Noise at the highest level lies as high as coefficients that just become zero, in steps.
static const float threshold = 0.6f;
static const float root_of_two = 1.41421356237309504880f, root_of_three = 1.73205080756887729353f;

int hearing_edge(int band) { return hearing_edges[band]; }

/// 2^(exponent / 2), exponents of steps and noise: -126 to 126.
KERNEL_INLINE float half_power(int exponent) {
  const uint32_t bits = (uint32_t)((exponent >> 1) + 127) << 23;
  float power;
  memcpy(&power, &bits, sizeof power);
  return exponent & 1 ? power * root_of_two : power;
}

/// Evenly in -1 ..< 1.
KERNEL_INLINE float random_at(uint32_t place) { return (float)(int32_t)scattered(place) * 0x1p-31f; }

void hearing_energies(const float *frame, int segments, float *sums) {
  for (int band = 0; band < hearing_bands; band++) sums[band] = 0;
  for (int segment = 0; segment < segments; segment++) {
    const float *coefficients = frame + segment * (hearing_frame / segments);
    for (int band = 0; band < hearing_bands; band++) {
      const int end = hearing_edges[band + 1] / segments;
      for (int i = hearing_edges[band] / segments; i < end; i++) sums[band] += coefficients[i] * coefficients[i];
    }
  }
}

float hearing_cost(const float *frame, int segments, const float *inverses) {
  double bits = 0;
  for (int segment = 0; segment < segments; segment++) {
    const float *coefficients = frame + segment * (hearing_frame / segments);
    for (int band = 0; band < hearing_bands; band++) {
      const int end = hearing_edges[band + 1] / segments;
      double product = 1;
      for (int i = hearing_edges[band] / segments; i < end; i++) {
        product *= 1 + (double)(coefficients[i] * coefficients[i] * inverses[band]);
        if (product > 0x1p500) {
          bits += 500;
          product *= 0x1p-500;
        }
      }
      bits += log2(product);
    }
  }
  return (float)(bits / 2);
}

KERNEL_INLINE void divide_body(const int level, const float *restrict frame, int segments,
                               const int8_t *restrict steps, float *restrict scaled) {
  (void)level;
  memset(scaled, 0, hearing_frame * sizeof *scaled);
  for (int segment = 0; segment < segments; segment++) {
    const int start = segment * (hearing_frame / segments);
    for (int band = 0; band < hearing_bands; band++) {
      const float inverse = half_power(-steps[band]);
      const int end = start + hearing_edges[band + 1] / segments;
      for (int i = start + hearing_edges[band] / segments; i < end; i++) scaled[i] = frame[i] * inverse;
    }
  }
}

KERNEL_DISPATCH_256_AS(hearing_divide, divide, void,
                       (const float *frame, int segments, const int8_t *steps, float *scaled),
                       (frame, segments, steps, scaled))

void hearing_rests(const float *scaled, const int16_t *values, int segments, float *means) {
  float sums[hearing_cells] = {0};
  int counts[hearing_cells] = {0};
  for (int segment = 0; segment < segments; segment++) {
    for (int index = 0; index < hearing_slot_cells(segments); index++) {
      const hearing_run run = hearing_run_at(segments, segment, index);
      for (int i = run.first; i < run.end; i++) {
        if (values[i] != 0) continue;
        sums[run.cell] += scaled[i] * scaled[i];
        counts[run.cell]++;
      }
    }
  }
  for (int cell = 0; cell < hearing_cells; cell++) means[cell] = counts[cell] > 0 ? sums[cell] / (float)counts[cell] : 0;
}

KERNEL_INLINE void restore_body(const int level, const int16_t *restrict values, int segments,
                                const int8_t *restrict steps, const uint8_t *restrict levels, uint32_t place,
                                float *restrict frame) {
  (void)level;
  memset(frame, 0, hearing_frame * sizeof *frame);
  for (int segment = 0; segment < segments; segment++) {
    const int start = segment * (hearing_frame / segments);
    for (int index = 0; index < hearing_slot_cells(segments); index++) {
      const hearing_run run = hearing_run_at(segments, segment, index);
      const int loudness = levels[run.cell];
      for (int band = run.first_band; band < run.end_band; band++) {
        const float step = half_power(steps[band]);
        const float noise =
            loudness ? threshold * root_of_three * half_power(steps[band] + loudness - hearing_loudest) : 0;
        const int end = start + hearing_edges[band + 1] / segments;
        for (int i = start + hearing_edges[band] / segments; i < end; i++) {
          const int value = values[i];
          const float magnitude = (float)(value < 0 ? -value : value) - shrinkage;
          const float kept = (value < 0 ? -magnitude : magnitude) * step;
          frame[i] = value ? kept : random_at(place + (uint32_t)i) * noise;
        }
      }
    }
  }
}

KERNEL_DISPATCH_256_AS(hearing_restore, restore, void,
                       (const int16_t *values, int segments, const int8_t *steps, const uint8_t *levels,
                        uint32_t place, float *frame),
                       (values, segments, steps, levels, place, frame))
