// The body of lifting97.c and lifting53.c, which define before they include it:
//   sample                 the type of a sample
//   lifting_steps          how many steps, the first one changes the odd samples
//   lifted, unlifted       one step on one sample, and its inverse
//   scale_low, scale_high, scale_lone and their unscale_ twins: coefficients from lifted samples, and back
//   KERNEL(name)           the full name of a kernel
//
// A line is kept as two half-rate buffers whose elements are `lanes` samples wide: one for a row, the columns
// of a strip for columns. Each step is then one flat loop. One element of margin after the even samples and
// one at either end of the odd ones hold what lies beyond the border.

#include <string.h>

#include "dispatch.h"
#include "lifting.h"

typedef struct {
  sample *even, *odd;
  size_t evens, odds, lanes;
  int periodic;
} lifting_line;

KERNEL_INLINE lifting_line make_line(sample *scratch, size_t count, size_t lanes, int periodic) {
  size_t evens = (count + 1) / 2;
  return (lifting_line){
      .even = scratch,
      .odd = scratch + (evens + 2) * lanes,
      .evens = evens,
      .odds = count / 2,
      .lanes = lanes,
      .periodic = periodic,
  };
}

KERNEL_INLINE void copy_element(sample *to, const sample *from, size_t lanes) {
  if (lanes == 1) {
    *to = *from;
  } else {
    memcpy(to, from, lanes * sizeof(sample));
  }
}

KERNEL_INLINE void extend_even(lifting_line l) {
  size_t from = l.periodic ? 0 : l.evens - 1;
  copy_element(l.even + l.evens * l.lanes, l.even + from * l.lanes, l.lanes);
}

KERNEL_INLINE void extend_odd(lifting_line l) {
  size_t last = l.odds - 1;
  copy_element(l.odd - l.lanes, l.odd + (l.periodic ? last : 0) * l.lanes, l.lanes);
  copy_element(l.odd + l.odds * l.lanes, l.odd + (l.periodic ? 0 : last) * l.lanes, l.lanes);
}

KERNEL_INLINE void lift(int step, sample *restrict target, const sample *restrict left,
                        const sample *restrict right, size_t count) {
  for (size_t i = 0; i < count; i++) target[i] = lifted(step, target[i], left[i], right[i]);
}

KERNEL_INLINE void unlift(int step, sample *restrict target, const sample *restrict left,
                          const sample *restrict right, size_t count) {
  for (size_t i = 0; i < count; i++) target[i] = unlifted(step, target[i], left[i], right[i]);
}

KERNEL_INLINE void analyse(lifting_line l) {
  for (int step = 0; step < lifting_steps; step += 2) {
    extend_even(l);
    lift(step, l.odd, l.even, l.even + l.lanes, l.odds * l.lanes);
    extend_odd(l);
    lift(step + 1, l.even, l.odd - l.lanes, l.odd, l.evens * l.lanes);
  }
}

KERNEL_INLINE void synthesise(lifting_line l) {
  for (int step = lifting_steps - 2; step >= 0; step -= 2) {
    extend_odd(l);
    unlift(step + 1, l.even, l.odd - l.lanes, l.odd, l.evens * l.lanes);
    extend_even(l);
    unlift(step, l.odd, l.even, l.even + l.lanes, l.odds * l.lanes);
  }
}

KERNEL_INLINE void put_low(sample *restrict to, const sample *restrict from, size_t count, int lone) {
  if (lone) {
    for (size_t i = 0; i < count; i++) to[i] = scale_lone(from[i]);
  } else {
    for (size_t i = 0; i < count; i++) to[i] = scale_low(from[i]);
  }
}

KERNEL_INLINE void put_high(sample *restrict to, const sample *restrict from, size_t count) {
  for (size_t i = 0; i < count; i++) to[i] = scale_high(from[i]);
}

KERNEL_INLINE void get_low(sample *restrict to, const sample *restrict from, size_t count, int lone) {
  if (lone) {
    for (size_t i = 0; i < count; i++) to[i] = unscale_lone(from[i]);
  } else {
    for (size_t i = 0; i < count; i++) to[i] = unscale_low(from[i]);
  }
}

KERNEL_INLINE void get_high(sample *restrict to, const sample *restrict from, size_t count) {
  for (size_t i = 0; i < count; i++) to[i] = unscale_high(from[i]);
}

KERNEL_INLINE void deinterleave(sample *restrict even, sample *restrict odd, const sample *restrict row,
                                size_t count) {
  for (size_t i = 0; i < count / 2; i++) {
    even[i] = row[2 * i];
    odd[i] = row[2 * i + 1];
  }
  if (count & 1) even[count / 2] = row[count - 1];
}

KERNEL_INLINE void interleave(sample *restrict row, const sample *restrict even, const sample *restrict odd,
                              size_t count) {
  for (size_t i = 0; i < count / 2; i++) {
    row[2 * i] = even[i];
    row[2 * i + 1] = odd[i];
  }
  if (count & 1) row[count - 1] = even[count / 2];
}

// Parameters of the kernels; see lifting.h.
#define SPLIT_PARAMETERS                                                                                     \
  const sample *plane, size_t stride, size_t width, size_t height, sample *low, size_t low_stride,           \
      sample *high, size_t high_stride, int periodic, sample *scratch
#define MERGE_PARAMETERS                                                                                     \
  sample *plane, size_t stride, size_t width, size_t height, const sample *low, size_t low_stride,           \
      const sample *high, size_t high_stride, int periodic, sample *scratch
#define LIFTING_ARGUMENTS                                                                                    \
  plane, stride, width, height, low, low_stride, high, high_stride, periodic, scratch

KERNEL_INLINE void split_rows_body(const int level, SPLIT_PARAMETERS) {
  (void)level;
  lifting_line l = make_line(scratch, width, 1, periodic);
  for (size_t y = 0; y < height; y++) {
    deinterleave(l.even, l.odd, plane + y * stride, width);
    if (l.odds) analyse(l);
    put_low(low + y * low_stride, l.even, l.evens, width == 1);
    put_high(high + y * high_stride, l.odd, l.odds);
  }
}

KERNEL_DISPATCH_256_AS(KERNEL(split_rows), split_rows, void, (SPLIT_PARAMETERS), (LIFTING_ARGUMENTS))

KERNEL_INLINE void merge_rows_body(const int level, MERGE_PARAMETERS) {
  (void)level;
  lifting_line l = make_line(scratch, width, 1, periodic);
  for (size_t y = 0; y < height; y++) {
    get_low(l.even, low + y * low_stride, l.evens, width == 1);
    get_high(l.odd, high + y * high_stride, l.odds);
    if (l.odds) synthesise(l);
    interleave(plane + y * stride, l.even, l.odd, width);
  }
}

KERNEL_DISPATCH_256_AS(KERNEL(merge_rows), merge_rows, void, (MERGE_PARAMETERS), (LIFTING_ARGUMENTS))

KERNEL_INLINE void split_columns_body(const int level, SPLIT_PARAMETERS) {
  (void)level;
  for (size_t x = 0; x < width; x += lifting_strip) {
    size_t lanes = width - x < lifting_strip ? width - x : lifting_strip;
    lifting_line l = make_line(scratch, height, lanes, periodic);
    for (size_t y = 0; y < height; y++) {
      memcpy((y & 1 ? l.odd : l.even) + y / 2 * lanes, plane + y * stride + x, lanes * sizeof(sample));
    }
    if (l.odds) analyse(l);
    for (size_t y = 0; y < l.evens; y++) {
      put_low(low + y * low_stride + x, l.even + y * lanes, lanes, height == 1);
    }
    for (size_t y = 0; y < l.odds; y++) put_high(high + y * high_stride + x, l.odd + y * lanes, lanes);
  }
}

KERNEL_DISPATCH_256_AS(KERNEL(split_columns), split_columns, void, (SPLIT_PARAMETERS), (LIFTING_ARGUMENTS))

KERNEL_INLINE void merge_columns_body(const int level, MERGE_PARAMETERS) {
  (void)level;
  for (size_t x = 0; x < width; x += lifting_strip) {
    size_t lanes = width - x < lifting_strip ? width - x : lifting_strip;
    lifting_line l = make_line(scratch, height, lanes, periodic);
    for (size_t y = 0; y < l.evens; y++) {
      get_low(l.even + y * lanes, low + y * low_stride + x, lanes, height == 1);
    }
    for (size_t y = 0; y < l.odds; y++) get_high(l.odd + y * lanes, high + y * high_stride + x, lanes);
    if (l.odds) synthesise(l);
    for (size_t y = 0; y < height; y++) {
      memcpy(plane + y * stride + x, (y & 1 ? l.odd : l.even) + y / 2 * lanes, lanes * sizeof(sample));
    }
  }
}

KERNEL_DISPATCH_256_AS(KERNEL(merge_columns), merge_columns, void, (MERGE_PARAMETERS), (LIFTING_ARGUMENTS))
