// A row of latents, and the rows around it.
#pragma once

#include "circuit_walk.h"
#include "dispatch.h"

#define AT_MOST(value, limit) ((value) < (limit) ? (value) : (limit))

typedef struct {
  circuit_coding coding;
  ptrdiff_t y, width, stride;
  int16_t *values, *magnitudes;
  int8_t *signs;
  uint8_t *marks;
  // Zeros in place of planes that are not there.
  const int16_t *first, *second;
  const int8_t *first_signs, *second_signs, *last_signs, *parent_signs;
  ptrdiff_t parent_stride;
} circuit_row;

KERNEL_INLINE circuit_row row_of(const circuit_coding *coding, ptrdiff_t y) {
  const circuit_plane *plane = &coding->plane;
  circuit_row row = {.coding = *coding, .y = y, .width = plane->width, .stride = plane->stride};
  row.values = coding->values + y * coding->value_stride;
  row.magnitudes = plane->magnitudes + y * plane->stride;
  row.signs = plane->signs + y * plane->stride;
  row.marks = plane->marks + y * plane->mark_stride;
  row.first = row.second = plane->magnitudes - 2 * plane->stride;
  row.first_signs = row.second_signs = row.last_signs = row.parent_signs = plane->signs - 2 * plane->stride;
  const ptrdiff_t count = coding->reference_count;
  if (count > 0) {
    const circuit_plane *first = coding->references[0], *last = coding->references[count - 1];
    row.first = first->magnitudes + y * first->stride;
    row.first_signs = first->signs + y * first->stride;
    row.last_signs = last->signs + y * last->stride;
  }
  if (count > 1) {
    const circuit_plane *second = coding->references[1];
    row.second = second->magnitudes + y * second->stride;
    row.second_signs = second->signs + y * second->stride;
  }
  if (coding->parent) {
    row.parent_stride = coding->parent->stride;
    row.parent_signs = coding->parent->signs + (y >> 1) * row.parent_stride;
  }
  return row;
}
