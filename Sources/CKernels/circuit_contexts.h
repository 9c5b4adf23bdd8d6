// What a segment of latents is predicted from, and the contexts that its own row has no part in. Always 64 at once:
// what stands behind the end of a row does no harm.
#pragma once

#include "circuit_row.h"
#include "dispatch.h"

/// Of the latents of a segment.
typedef struct {
  /// Predicted magnitudes in 2^-12 without what W and WW add, and the sums of the positive ones of eight.
  int32_t sums[circuit_segment], run_sums[circuit_segment / circuit_run];
  /// What taps expect, where there is no parent.
  int32_t expected[circuit_segment];
  /// Classes of the sums: those of latents behind two zeros.
  uint8_t classes[circuit_segment];
  /// The same of runs.
  uint8_t run_classes[circuit_segment / circuit_run];
  uint8_t near[circuit_segment], far[circuit_segment];
} circuit_contexts;

/// Quarter octave of a prediction, which may be beyond the last class.
KERNEL_INLINE uint32_t uncut_class(uint32_t prediction) {
  const uint32_t value = (int32_t)prediction > 4 ? prediction : 4;
  const uint32_t octave = 29 - (uint32_t)__builtin_clz(value);
  return octave * 4 + (value >> octave & 3);
}

KERNEL_INLINE int class_of(uint32_t prediction) {
  const uint32_t class = uncut_class(prediction);
  return (int)AT_MOST(class, (uint32_t)circuit_classes - 1);
}

/// Whether anything but zeros is next to a segment in the rows above.
KERNEL_INLINE int is_marked(const circuit_row *row, ptrdiff_t segment) {
  const uint8_t *above = row->marks + segment - row->coding.plane.mark_stride;
  return above[-1] | above[0] | above[1] | above[-row->coding.plane.mark_stride];
}

/// Whether anything but zeros is in a segment of a plane coded before, or next to it.
KERNEL_INLINE int has_around(const circuit_plane *plane, ptrdiff_t y, ptrdiff_t segment) {
  return y < plane->height && plane->around[y * plane->mark_stride + segment];
}

/// Predictions of a segment around which nothing stands.
KERNEL_INLINE void predict_nothing(circuit_contexts *contexts, int32_t bias) {
  for (int i = 0; i < circuit_segment; i++) contexts->sums[i] = bias;
  const int32_t run = bias > 0 ? (int32_t)((uint32_t)bias * circuit_run) : 0;
  for (int i = 0; i < circuit_segment / circuit_run; i++) contexts->run_sums[i] = run;
}

/// Predicts the magnitudes of a segment. Returns whether anything but the bias has a part in them.
KERNEL_INLINE int predict_segment(circuit_contexts *contexts, const circuit_row *row, const int has_parent,
                                  ptrdiff_t start) {
  const circuit_coding *coding = &row->coding;
  const ptrdiff_t segment = start / circuit_segment, y = row->y;
  uint32_t sums[circuit_segment];
  for (int i = 0; i < circuit_segment; i++) sums[i] = (uint32_t)coding->bias;
  int any = 0;
  if (is_marked(row, segment)) {
    any = 1;
    const int16_t *above = row->magnitudes + start - row->stride, *beyond = above - row->stride;
    for (int i = 0; i < circuit_segment; i++) {
      sums[i] += (uint32_t)(coding->own[2] * above[i]) + (uint32_t)(coding->own[3] * beyond[i]) +
                 (uint32_t)(coding->own[4] * above[i - 1]) + (uint32_t)(coding->own[5] * above[i + 1]);
    }
  }
  for (ptrdiff_t place = 0; place < coding->reference_count; place++) {
    const circuit_plane *plane = coding->references[place];
    if (!has_around(plane, y, segment)) continue;
    any = 1;
    const int32_t at = coding->reference_weights[2 * place], beside = coding->reference_weights[2 * place + 1];
    const int16_t *magnitudes = plane->magnitudes + y * plane->stride + start;
    const int16_t *crosses = plane->crosses + y * plane->stride + start;
    for (int i = 0; i < circuit_segment; i++) {
      sums[i] += (uint32_t)(at * magnitudes[i]) + (uint32_t)(beside * crosses[i]);
    }
  }
  if (has_parent && has_around(coding->parent, y >> 1, segment >> 1)) {
    any = 1;
    const circuit_plane *plane = coding->parent;
    const int16_t *magnitudes = plane->magnitudes + (y >> 1) * plane->stride + start / 2;
    const int16_t *crosses = plane->crosses + (y >> 1) * plane->stride + start / 2;
    const int32_t at = coding->parent_weights[0], beside = coding->parent_weights[1];
    for (int half = 0; half < circuit_segment / 2; half++) {
      const uint32_t sum = (uint32_t)(at * magnitudes[half]) + (uint32_t)(beside * crosses[half]);
      sums[2 * half] += sum;
      sums[2 * half + 1] += sum;
    }
  }
  if (!any) return 0;
  for (int i = 0; i < circuit_segment; i++) contexts->sums[i] = (int32_t)sums[i];
  for (int run = 0; run < circuit_segment / circuit_run; run++) {
    uint32_t total = 0;
    for (int i = 0; i < circuit_run; i++) {
      const int32_t sum = (int32_t)sums[run * circuit_run + i];
      total += sum > 0 ? (uint32_t)sum : 0;
    }
    contexts->run_sums[run] = (int32_t)total;
  }
  return 1;
}

/// Contexts of the parent: six magnitudes, and four sums around.
KERNEL_INLINE void add_parent_contexts(uint8_t *far, const circuit_row *row, ptrdiff_t start) {
  const circuit_plane *plane = row->coding.parent;
  if (!has_around(plane, row->y >> 1, start / circuit_segment >> 1)) return;
  const int16_t *magnitudes = plane->magnitudes + (row->y >> 1) * plane->stride + start / 2;
  const int16_t *crosses = plane->crosses + (row->y >> 1) * plane->stride + start / 2;
  for (int half = 0; half < circuit_segment / 2; half++) {
    const int16_t around = (int16_t)((crosses[half] > 1) + (crosses[half] > 3) + (crosses[half] > 6));
    const uint8_t context = (uint8_t)((AT_MOST(magnitudes[half], 5) * 4 + around) * 9);
    far[2 * half] = (uint8_t)(far[2 * half] + context);
    far[2 * half + 1] = (uint8_t)(far[2 * half + 1] + context);
  }
}

/// What taps expect of signs, without W and WW.
KERNEL_INLINE void expect_signs(int32_t *expected, const circuit_row *row, ptrdiff_t start) {
  for (int i = 0; i < circuit_segment; i++) expected[i] = 64;
  for (ptrdiff_t place = 0; place < row->coding.tap_count; place++) {
    const circuit_tap tap = row->coding.taps[place];
    const int8_t *signs = row->signs + tap.row * row->stride;
    if (tap.reference >= 0) {
      const circuit_plane *plane = row->coding.references[tap.reference];
      signs = plane->signs + (row->y + tap.row) * plane->stride;
    }
    signs += tap.column + start;
    for (int i = 0; i < circuit_segment; i++) expected[i] += tap.weight * (signs[i] >> 2);
  }
}

/// Contexts that the row itself has no part in.
KERNEL_INLINE void set_contexts(circuit_contexts *contexts, const circuit_row *row, const int has_parent,
                                ptrdiff_t start) {
  for (int i = 0; i < circuit_segment; i++) contexts->classes[i] = (uint8_t)uncut_class((uint32_t)contexts->sums[i]);
  for (int i = 0; i < circuit_segment / circuit_run; i++) {
    contexts->run_classes[i] = (uint8_t)uncut_class((uint32_t)(contexts->run_sums[i] >> 3));
  }
  const int16_t *above = row->magnitudes + start - row->stride;
  for (int i = 0; i < circuit_segment; i++) {
    const int16_t north = AT_MOST(above[i], 3);
    const int16_t west = AT_MOST(above[i - 1], 2);
    const int16_t east = AT_MOST(above[i + 1], 2);
    contexts->near[i] = (uint8_t)(north * 9 + west * 3 + east);
  }
  const int16_t *first = row->first + start, *second = row->second + start;
  for (int i = 0; i < circuit_segment; i++) {
    const int16_t one = AT_MOST(first[i], 2);
    const int16_t two = AT_MOST(second[i], 2);
    contexts->far[i] = (uint8_t)(one * 3 + two);
  }
  if (has_parent) {
    add_parent_contexts(contexts->far, row, start);
  } else {
    expect_signs(contexts->expected, row, start);
  }
}
