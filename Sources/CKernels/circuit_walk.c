// Walks over rows of latents: runs and segments of zeros, and between them residual by residual.
#pragma STDC FP_CONTRACT OFF

#include "circuit_walk.h"

#include <string.h>

#include "circuit_coder.h"
#include "circuit_contexts.h"
#include "circuit_mean.h"
#include "circuit_residual.h"
#include "circuit_row.h"
#include "contexts.h"
#include "dispatch.h"

KERNEL_INLINE int code_flag(const int reads, const circuit_row *row, circuit_coder *coder, int bit, uint32_t gate) {
  int32_t *gates[] = {row->coding.gates + gate};
  return code_bit(reads, coder, row->coding.chances, bit, gates, 1, row->coding.rate);
}

/// What a latent is predicted to be.
KERNEL_INLINE int32_t prediction(const int is_predicted, const circuit_row *row, ptrdiff_t x) {
  if (!is_predicted) return 0;
  return context_mean(row->coding.mean, row->values + x, x, row->y, row->width, row->coding.value_stride);
}

/// Whether any residual of these is other than zero.
KERNEL_INLINE int has_residuals(const int is_predicted, const circuit_row *row, ptrdiff_t start, ptrdiff_t count) {
  const int16_t *values = row->values + start;
  if (!is_predicted) {
    int any = 0;
    for (ptrdiff_t x = 0; x < count; x++) any |= values[x];
    return any != 0;
  }
  for (ptrdiff_t x = 0; x < count; x++) {
    if (values[x] != prediction(1, row, start + x)) return 1;
  }
  return 0;
}

/// Residuals of zero: what is read is the prediction.
KERNEL_INLINE void clear(const int reads, const int is_predicted, const circuit_row *row, ptrdiff_t start,
                         ptrdiff_t count) {
  if (!reads || !is_predicted) return;
  for (ptrdiff_t x = start; x < start + count; x++) row->values[x] = (int16_t)prediction(1, row, x);
}

/// The class of the mean prediction of some latents, by the sum without what the row itself adds.
KERNEL_INLINE uint32_t block_class(const circuit_row *row, ptrdiff_t x, uint32_t sum, int shift) {
  const int16_t *own = row->magnitudes + x;
  const uint32_t west = (uint32_t)row->coding.own[0], beyond = (uint32_t)row->coding.own[1];
  sum += (west + beyond) * (uint32_t)own[-1] + beyond * (uint32_t)own[-2];
  return uncut_class((uint32_t)((int32_t)sum >> shift));
}

KERNEL_INLINE uint32_t run_class(const circuit_row *row, const circuit_contexts *contexts, ptrdiff_t x, ptrdiff_t run) {
  const int16_t *own = row->magnitudes + x;
  if (__builtin_expect((own[-1] | own[-2]) == 0, 1)) return contexts->run_classes[run];
  return block_class(row, x, (uint32_t)contexts->run_sums[run], 3);
}

/// A latent behind the magnitudes west and beyond it, with a number in its run or -1 as for `code_residual`. Returns the
/// magnitude.
KERNEL_INLINE int32_t code_latent(const int reads, const int has_parent, const int is_predicted,
                                  const circuit_row *row, const circuit_contexts *contexts, circuit_coder *coder,
                                  ptrdiff_t x, int32_t west, int32_t beyond, int number) {
  const int32_t expected = prediction(is_predicted, row, x);
  const int32_t actual = reads ? 0 : row->values[x] - expected;
  circuit_place place = place_of(has_parent, row, contexts, x, west, beyond);
  const circuit_coded coded = code_residual(reads, has_parent, row, coder, &place, number, -1, actual);
  if (reads && (is_predicted || coded.magnitude != 0)) row->values[x] = (int16_t)(expected + coded.residual);
  return coded.magnitude;
}

/// Latents that are asked one by one; `is_open` says that they are a run that is not all zero. Returns whether any is.
KERNEL_INLINE int code_run(const int reads, const int has_parent, const int is_predicted, const circuit_row *row,
                           const circuit_contexts *contexts, circuit_coder *coder, ptrdiff_t start, ptrdiff_t stop,
                           int is_open) {
  int any = 0;
  int32_t west = row->magnitudes[start - 1], beyond = row->magnitudes[start - 2];
  ptrdiff_t x = start;
  while (is_open && x < stop) {
    const int number = (int)(x - start);
    const int32_t magnitude =
        code_latent(reads, has_parent, is_predicted, row, contexts, coder, x++, west, beyond, number);
    beyond = west;
    west = magnitude;
    any = magnitude != 0;
    is_open = !any;
  }
  for (; x < stop; x++) {
    const int32_t magnitude = code_latent(reads, has_parent, is_predicted, row, contexts, coder, x, west, beyond, -1);
    beyond = west;
    west = magnitude;
    any |= magnitude != 0;
  }
  return any;
}

/// Latents from `start` to `end`; `is_some` says that any is known to be other than zero.
KERNEL_INLINE void code_segment(const int reads, const int has_parent, const int is_predicted, const circuit_row *row,
                                const circuit_contexts *contexts, circuit_coder *coder, ptrdiff_t start, ptrdiff_t end,
                                int is_some) {
  int any = 0;
  ptrdiff_t x = start;
  for (ptrdiff_t run = 0; run < (end - start) / circuit_run; run++, x += circuit_run) {
    const uint32_t class = run_class(row, contexts, x, run);
    const int is_open = class < circuit_block_classes;
    // The last run is certain as long as nothing but zeros came.
    if (is_open && (!is_some || any || x + circuit_run != end)) {
      const int some = reads ? 0 : has_residuals(is_predicted, row, x, circuit_run);
      if (!code_flag(reads, row, coder, some, circuit_runs + class)) {
        clear(reads, is_predicted, row, x, circuit_run);
        continue;
      }
    }
    any |= code_run(reads, has_parent, is_predicted, row, contexts, coder, x, x + circuit_run, is_open) | is_open;
  }
  if (x < end) any |= code_run(reads, has_parent, is_predicted, row, contexts, coder, x, end, 0);
  if (any) row->marks[start / circuit_segment] = 1;
}

KERNEL_INLINE void code_row(const int reads, const int has_parent, const int is_predicted, const circuit_row *row,
                            circuit_coder *coder) {
  if (reads && !is_predicted) memset(row->values, 0, sizeof(int16_t) * (size_t)row->width);
  for (ptrdiff_t x = 0; x < row->width; x += circuit_segment) {
    const ptrdiff_t end = AT_MOST(x + circuit_segment, row->width);
    circuit_contexts contexts;
    if (!predict_segment(&contexts, row, has_parent, x)) predict_nothing(&contexts, row->coding.bias);
    int some = 0;
    if (end - x == circuit_segment) {
      uint32_t sum = 0;
      for (int run = 0; run < circuit_segment / circuit_run; run++) sum += (uint32_t)contexts.run_sums[run];
      const uint32_t class = block_class(row, x, sum, 6);
      if (class < circuit_block_classes) {
        const int any = reads ? 0 : has_residuals(is_predicted, row, x, circuit_segment);
        some = code_flag(reads, row, coder, any, circuit_segments + class);
        if (!some) {
          clear(reads, is_predicted, row, x, circuit_segment);
          continue;
        }
      }
    }
    set_contexts(&contexts, row, has_parent, x);
    code_segment(reads, has_parent, is_predicted, row, &contexts, coder, x, end, some);
  }
}

/// A row of a low band: every prediction needs the latents before.
KERNEL_INLINE void code_low_row(const int reads, const circuit_row *row, circuit_coder *coder) {
  const int has_parent = row->coding.parent != NULL;
  circuit_contexts contexts;
  for (ptrdiff_t x = 0; x < row->width; x++) {
    if (x % circuit_segment == 0) {
      if (!predict_segment(&contexts, row, has_parent, x)) predict_nothing(&contexts, row->coding.bias);
      set_contexts(&contexts, row, has_parent, x);
    }
    circuit_inputs inputs;
    const int64_t fine = predict_mean(&inputs, row, x) + 8, expected = fine >> 4;
    const int32_t residual = reads ? 0 : row->values[x] - (int32_t)expected;
    // Twelve phases of sixteenths.
    const int phase = (int)(fine & 15) * 3 >> 2;
    const int16_t *own = row->magnitudes + x;
    circuit_place place = place_of(has_parent, row, &contexts, x, own[-1], own[-2]);
    const circuit_coded coded = code_residual(reads, has_parent, row, coder, &place, -1, phase, residual);
    if (coded.residual != 0) row->marks[x / circuit_segment] = 1;
    if (reads) row->values[x] = (int16_t)(expected + coded.residual);
    learn_mean(&inputs, &row->coding, row->values[x] * 16 - fine + 8);
  }
}

KERNEL_INLINE void code_any_row(const int reads, const circuit_coding *coding, ptrdiff_t y, circuit_coder *coder) {
  // What is stored through pointers to bytes cannot change a copy.
  const circuit_row row = row_of(coding, y);
  if (coding->mean_weights) {
    code_low_row(reads, &row, coder);
  } else if (reads && coding->parent && !coding->is_predicted) {
    // Nearly all latents of pyramids.
    code_row(1, 1, 0, &row, coder);
  } else {
    code_row(reads, coding->parent != NULL, coding->is_predicted, &row, coder);
  }
}

KERNEL_INLINE void read_row_body(const int level, const circuit_coding *coding, ptrdiff_t y, circuit_reader *reader) {
  (void)level;
  circuit_coder coder = {.reader = *reader};
  code_any_row(1, coding, y, &coder);
  *reader = coder.reader;
}

KERNEL_DISPATCH_AS(circuit_read_row, read_row, void,
                   (const circuit_coding *coding, ptrdiff_t y, circuit_reader *reader), (coding, y, reader))

KERNEL_INLINE void trace_row_body(const int level, const circuit_coding *coding, ptrdiff_t y, circuit_trace *trace) {
  (void)level;
  circuit_coder coder = {.trace = *trace};
  code_any_row(0, coding, y, &coder);
  *trace = coder.trace;
}

KERNEL_DISPATCH_AS(circuit_trace_row, trace_row, void,
                   (const circuit_coding *coding, ptrdiff_t y, circuit_trace *trace), (coding, y, trace))

/// Marks that are set in a segment or in one of the eight around.
static int is_near_mark(const circuit_plane *plane, ptrdiff_t y, ptrdiff_t segment) {
  const uint8_t *marks = plane->marks + y * plane->mark_stride + segment;
  const uint8_t *above = marks - plane->mark_stride, *below = marks + plane->mark_stride;
  return above[-1] | above[0] | above[1] | marks[-1] | marks[0] | marks[1] | below[-1] | below[0] | below[1];
}

KERNEL_INLINE void finish_body(const int level, const circuit_plane *plane) {
  (void)level;
  for (ptrdiff_t y = 0; y < plane->height; y++) {
    for (ptrdiff_t start = 0; start < plane->width; start += circuit_segment) {
      if (!is_near_mark(plane, y, start / circuit_segment)) continue;
      plane->around[y * plane->mark_stride + start / circuit_segment] = 1;
      int16_t *restrict crosses = plane->crosses + y * plane->stride + start;
      const int16_t *row = plane->magnitudes + y * plane->stride + start;
      for (int x = 0; x < circuit_segment; x++) {
        crosses[x] = (int16_t)(row[x - 1] + row[x + 1] + row[x - plane->stride] + row[x + plane->stride]);
      }
    }
    // Nothing counts as beside a place outside the plane.
    plane->crosses[y * plane->stride + plane->width] = 0;
  }
}

KERNEL_DISPATCH_AS(circuit_finish_plane, finish, void, (const circuit_plane *plane), (plane))

circuit_reader circuit_reader_start(const uint8_t *bytes, ptrdiff_t count) {
  circuit_reader reader = {.bytes = bytes, .count = count, .range = UINT64_MAX};
  const uint64_t high = next_word(&reader);
  reader.code = high << 32 | next_word(&reader);
  return reader;
}
