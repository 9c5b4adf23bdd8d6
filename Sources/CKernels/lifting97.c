#pragma STDC FP_CONTRACT OFF

#include "dispatch.h"

// The factorisation of CDF 9/7 into lifting steps (Daubechies and Sweldens, 1998). The scales are the centre
// taps of bior4.4 over those of the unscaled steps: low-pass DC gain sqrt(2), a negative high-pass centre.

typedef float sample;

enum { lifting_steps = 4 };

#define SCALE_LOW 1.149604398860241
#define SCALE_HIGH -0.869864451624781
#define SCALE_LONE 1.4142135623730951

KERNEL_INLINE float lifting_factor(int step) {
  switch (step) {
  case 0: return -1.586134342059924f;
  case 1: return -0.052980118572961f;
  case 2: return 0.882911075530934f;
  default: return 0.443506852043971f;
  }
}

KERNEL_INLINE sample lifted(int step, sample x, sample left, sample right) {
  return x + lifting_factor(step) * (left + right);
}

KERNEL_INLINE sample unlifted(int step, sample x, sample left, sample right) {
  return x - lifting_factor(step) * (left + right);
}

KERNEL_INLINE sample scale_low(sample x) { return x * (float)SCALE_LOW; }
KERNEL_INLINE sample scale_high(sample x) { return x * (float)SCALE_HIGH; }
KERNEL_INLINE sample scale_lone(sample x) { return x * (float)SCALE_LONE; }
KERNEL_INLINE sample unscale_low(sample x) { return x * (float)(1 / SCALE_LOW); }
KERNEL_INLINE sample unscale_high(sample x) { return x * (float)(1 / SCALE_HIGH); }
KERNEL_INLINE sample unscale_lone(sample x) { return x * (float)(1 / SCALE_LONE); }

#define KERNEL(name) lifting97_##name
#include "lifting_template.h"
