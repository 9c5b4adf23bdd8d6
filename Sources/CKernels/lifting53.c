#pragma STDC FP_CONTRACT OFF

#include <stdint.h>

#include "dispatch.h"

// The reversible 5/3 of JPEG 2000 (ISO/IEC 15444-1, annex F): sums in 32 bits, shifts that round down,
// results kept modulo 2^16. The inverse sees the same wrapped neighbours: every 16-bit plane comes back.

typedef int16_t sample;

enum { lifting_steps = 2 };

KERNEL_INLINE int32_t prediction(int step, sample left, sample right) {
  int32_t sum = (int32_t)left + right;
  return step == 0 ? -(sum >> 1) : (sum + 2) >> 2;
}

KERNEL_INLINE sample lifted(int step, sample x, sample left, sample right) {
  return (sample)(x + prediction(step, left, right));
}

KERNEL_INLINE sample unlifted(int step, sample x, sample left, sample right) {
  return (sample)(x - prediction(step, left, right));
}

KERNEL_INLINE sample scale_low(sample x) { return x; }
KERNEL_INLINE sample scale_high(sample x) { return x; }
KERNEL_INLINE sample scale_lone(sample x) { return x; }
KERNEL_INLINE sample unscale_low(sample x) { return x; }
KERNEL_INLINE sample unscale_high(sample x) { return x; }
KERNEL_INLINE sample unscale_lone(sample x) { return x; }

#define KERNEL(name) lifting53_##name
#include "lifting_template.h"
