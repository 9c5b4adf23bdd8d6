// Where bands and cells of hearing mode lie.
#pragma once

#include "hearing.h"

/// Where bands begin in a frame that is not cut; an eighth of it in each segment of one that is.
static const int16_t hearing_edges[hearing_bands + 1] = {0,   8,   16,  24,  32,  40,  48,  56,  64,  80,  96,  112,
                                                         128, 160, 192, 224, 272, 320, 384, 464, 560, 672, 800, hearing_end};

enum {
  hearing_long_cells = 13,
  hearing_short_cells = 6,
  /// Segments of a slot.
  hearing_slot = 2,
};

/// First bands of cells, and the end of the last one.
static const uint8_t hearing_long_bands[hearing_long_cells + 1] = {0,  4,  8,  10, 12, 14, 16, 17, 18, 19, 20, 21, 22, 23};
static const uint8_t hearing_short_bands[hearing_short_cells + 1] = {0, 4, 8, 12, 16, 20, 23};

/// Cells of a slot, and their bands.
static inline int hearing_slot_cells(int segments) { return segments == 1 ? hearing_long_cells : hearing_short_cells; }
static inline const uint8_t *hearing_cell_bands(int segments) {
  return segments == 1 ? hearing_long_bands : hearing_short_bands;
}
static inline int hearing_slots(int segments) { return segments == 1 ? 1 : hearing_cuts / hearing_slot; }

/// A run of coefficients in one cell: of the cell's bands in one segment.
typedef struct {
  int cell, first_band, end_band, first, end;
} hearing_run;

/// Runs of a frame, in the order of its coefficients: segments times cells of a slot.
static inline hearing_run hearing_run_at(int segments, int segment, int index) {
  const uint8_t *bands = hearing_cell_bands(segments);
  const int start = segment * (hearing_frame / segments);
  const int slot = segments == 1 ? 0 : segment / hearing_slot;
  return (hearing_run){.cell = slot * hearing_slot_cells(segments) + index,
                       .first_band = bands[index],
                       .end_band = bands[index + 1],
                       .first = start + hearing_edges[bands[index]] / segments,
                       .end = start + hearing_edges[bands[index + 1]] / segments};
}
