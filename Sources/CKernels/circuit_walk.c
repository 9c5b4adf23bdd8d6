// Walks over rows of latents: runs and segments of zeros, and between them residual by residual.
#pragma STDC FP_CONTRACT OFF

#include "circuit_walk.h"

#include <string.h>

#include "circuit_coder.h"
#include "circuit_residual.h"
#include "contexts.h"
#include "dispatch.h"

KERNEL_INLINE int code_flag(const int reads, const circuit_row *row, circuit_coder *coder, int bit, int gate) {
  int32_t *gates[] = {row->gates + gate};
  return code_bit(reads, coder, row->chances, bit, gates, 1, row->rate);
}

/// Writes what later latents look at.
KERNEL_INLINE void keep(const circuit_row *row, ptrdiff_t x, int32_t residual) {
  const int32_t magnitude = residual < 0 ? -residual : residual;
  row->magnitudes[x] = (int16_t)AT_MOST(magnitude, circuit_magnitude_cap);
  const int32_t cut = AT_MOST(magnitude, circuit_sign_cap);
  row->signs[x] = (int8_t)(residual < 0 ? -cut : cut);
}

KERNEL_INLINE int32_t prediction(const circuit_row *row, ptrdiff_t x) {
  if (!row->is_predicted) return 0;
  return context_mean(row->mean, row->values + x, x, row->y, row->width, row->value_stride);
}

/// Whether any residual of these is other than zero.
KERNEL_INLINE int has_residuals(const circuit_row *row, ptrdiff_t start, ptrdiff_t count) {
  const int16_t *values = row->values + start;
  if (!row->is_predicted) {
    int any = 0;
    for (ptrdiff_t x = 0; x < count; x++) any |= values[x];
    return any != 0;
  }
  for (ptrdiff_t x = 0; x < count; x++) {
    if (values[x] != prediction(row, start + x)) return 1;
  }
  return 0;
}

/// Residuals of zero: what is read is the prediction.
KERNEL_INLINE void clear(const int reads, const circuit_row *row, ptrdiff_t start, ptrdiff_t count) {
  if (!reads || !row->is_predicted) return;
  for (ptrdiff_t x = start; x < start + count; x++) row->values[x] = (int16_t)prediction(row, x);
}

/// The class of the mean prediction of some latents, by the sum without what the row itself adds.
KERNEL_INLINE int block_class(const circuit_row *row, ptrdiff_t x, uint32_t sum, int shift) {
  const int16_t *own = row->magnitudes + x;
  const uint32_t west = (uint32_t)row->own[0], beyond = (uint32_t)row->own[1];
  sum += (west + beyond) * (uint32_t)own[-1] + beyond * (uint32_t)own[-2];
  return class_of((uint32_t)((int32_t)sum >> shift));
}

/// Latents that are asked one by one; `is_open` says that they are a run that is not all zero.
KERNEL_INLINE int code_run(const int reads, const int has_parent, const circuit_row *row, circuit_coder *coder,
                           ptrdiff_t start, ptrdiff_t stop, int is_open) {
  int any = 0;
  for (ptrdiff_t x = start; x < stop; x++) {
    const int32_t expected = prediction(row, x);
    const int32_t actual = reads ? 0 : row->values[x] - expected;
    const int place = is_open && !any ? (int)(x - start) : -1;
    const int32_t coded = code_residual(reads, has_parent, row, coder, x, place, -1, actual);
    if (coded != 0) {
      keep(row, x, coded);
      any = 1;
    }
    if (reads && (coded != 0 || row->is_predicted)) row->values[x] = (int16_t)(expected + coded);
  }
  return any;
}

/// Latents from `start` to `end`; `is_some` says that any is known to be other than zero.
KERNEL_INLINE void code_segment(const int reads, const int has_parent, const circuit_row *row, circuit_coder *coder,
                                ptrdiff_t start, ptrdiff_t end, int is_some) {
  set_contexts(row, has_parent, start, end - start);
  for (ptrdiff_t x = start; x < end; x += circuit_run) {
    const ptrdiff_t stop = AT_MOST(x + circuit_run, end);
    int is_open = 0;
    if (stop - x == circuit_run) {
      const int class = block_class(row, x, (uint32_t)row->run_sums[x / circuit_run], 3);
      if (class < circuit_block_classes) {
        is_open = 1;
        // The last run is certain as long as nothing but zeros came.
        if (!(is_some && stop == end)) {
          const int some = reads ? 0 : has_residuals(row, x, circuit_run);
          if (!code_flag(reads, row, coder, some, circuit_runs + class)) {
            clear(reads, row, x, circuit_run);
            continue;
          }
        }
        is_some = 0;
      }
    }
    if (code_run(reads, has_parent, row, coder, x, stop, is_open)) is_some = 0;
  }
}

KERNEL_INLINE void code_row(const int reads, const int has_parent, const circuit_row *row, circuit_coder *coder) {
  if (reads && !row->is_predicted) memset(row->values, 0, sizeof(int16_t) * (size_t)row->width);
  for (ptrdiff_t x = 0; x < row->width; x += circuit_segment) {
    const ptrdiff_t end = AT_MOST(x + circuit_segment, row->width);
    int some = 0;
    if (end - x == circuit_segment) {
      uint32_t sum = 0;
      for (int run = 0; run < circuit_segment / circuit_run; run++) {
        sum += (uint32_t)row->run_sums[x / circuit_run + run];
      }
      const int class = block_class(row, x, sum, 6);
      if (class < circuit_block_classes) {
        const int any = reads ? 0 : has_residuals(row, x, circuit_segment);
        some = code_flag(reads, row, coder, any, circuit_segments + class);
        if (!some) {
          clear(reads, row, x, circuit_segment);
          continue;
        }
      }
    }
    code_segment(reads, has_parent, row, coder, x, end, some);
  }
}

KERNEL_INLINE void read_row_body(const int level, const circuit_row *row, circuit_reader *reader) {
  (void)level;
  // What is stored through pointers to bytes cannot change a copy.
  const circuit_row copy = *row;
  circuit_coder coder = {.reader = *reader};
  if (copy.has_parent) {
    code_row(1, 1, &copy, &coder);
  } else {
    code_row(1, 0, &copy, &coder);
  }
  *reader = coder.reader;
}

KERNEL_DISPATCH_AS(circuit_read_row, read_row, void, (const circuit_row *row, circuit_reader *reader), (row, reader))

KERNEL_INLINE void trace_row_body(const int level, const circuit_row *row, circuit_trace *trace) {
  (void)level;
  // What is stored through pointers to bytes cannot change a copy.
  const circuit_row copy = *row;
  circuit_coder coder = {.trace = *trace};
  if (copy.has_parent) {
    code_row(0, 1, &copy, &coder);
  } else {
    code_row(0, 0, &copy, &coder);
  }
  *trace = coder.trace;
}

KERNEL_DISPATCH_AS(circuit_trace_row, trace_row, void, (const circuit_row *row, circuit_trace *trace), (row, trace))

void circuit_begin_row(const circuit_row *row) { set_contexts(row, row->has_parent, 0, row->width); }

int32_t circuit_read_residual(const circuit_row *row, circuit_reader *reader, ptrdiff_t x, int phase) {
  circuit_coder coder = {.reader = *reader};
  const int32_t residual = code_residual(1, row->has_parent, row, &coder, x, -1, phase, 0);
  keep(row, x, residual);
  *reader = coder.reader;
  return residual;
}

void circuit_trace_residual(const circuit_row *row, circuit_trace *trace, ptrdiff_t x, int phase, int32_t residual) {
  circuit_coder coder = {.trace = *trace};
  code_residual(0, row->has_parent, row, &coder, x, -1, phase, residual);
  keep(row, x, residual);
  *trace = coder.trace;
}

circuit_reader circuit_reader_start(const uint8_t *bytes, ptrdiff_t count) {
  circuit_reader reader = {.bytes = bytes, .count = count, .range = UINT64_MAX};
  const uint64_t high = next_word(&reader);
  reader.code = high << 32 | next_word(&reader);
  return reader;
}
