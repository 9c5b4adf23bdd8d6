// Linear prediction of sounds: how coefficients are chosen, what they leave, and the samples again.
#pragma STDC FP_CONTRACT OFF

#include "sound_plain.h"

#include <string.h>

#include "dispatch.h"

enum {
  most_taps = sound_plain_order,
  lanes = 8,
  /// Samples computed at a time.
  batch = 16,
  /// Taps on the latest samples, which are too fresh in memory to be read as a vector.
  fresh = 8,
  coefficient_limit = 1 << (sound_plain_precision - 1),
};

typedef double vector __attribute__((vector_size(lanes * sizeof(double))));

/// Sums of products of windowed samples that lie 0 ... most_taps apart.
KERNEL_INLINE void correlate_body(const int level, const int32_t *samples, ptrdiff_t count, double *sums) {
  (void)level;
  double windowed[most_taps + sound_plain_block];
  memset(windowed, 0, sizeof(double) * most_taps);
  double *own = windowed + most_taps;
  const double middle = (double)(count - 1) / 2, scale = 1 / (middle + 1);
  double power = 0;
  for (ptrdiff_t i = 0; i < count; i++) {
    // Flat in the middle half, parabolas beside it.
    const double place = ((double)i - middle) * scale;
    const double distance = (place < 0 ? -place : place) * 2 - 1;
    const double slope = distance > 0 ? distance : 0;
    own[i] = samples[i] * (1 - slope * slope);
    power += own[i] * own[i];
  }
  vector totals[most_taps / lanes];
  memset(totals, 0, sizeof totals);
  for (ptrdiff_t i = 0; i < count; i++) {
    for (int b = 0; b < most_taps / lanes; b++) {
      vector earlier;
      memcpy(&earlier, own + i - most_taps + lanes * b, sizeof earlier);
      totals[b] += earlier * own[i];
    }
  }
  sums[0] = power;
  for (int lag = 1; lag <= most_taps; lag++) {
    sums[lag] = totals[(most_taps - lag) / lanes][(most_taps - lag) % lanes];
  }
}

KERNEL_DISPATCH_AS(sound_plain_correlate, correlate, void, (const int32_t *samples, ptrdiff_t count, double *sums),
                   (samples, count, sums))

/// A logarithm that is good enough to compare costs by.
static double rough_log2(double value) {
  if (!(value > 0x1p-60)) return -60;
  uint64_t bits;
  memcpy(&bits, &value, sizeof bits);
  const double exponent = (double)((int64_t)(bits >> 52) - 1023);
  bits = (bits & ((UINT64_C(1) << 52) - 1)) | UINT64_C(1023) << 52;
  memcpy(&value, &bits, sizeof value);
  const double rest = value - 1;
  return exponent + rest * (1.3465 - 0.3465 * rest);
}

/// Coefficients as integers, each with the rounding error of those before it.
static void quantize(SoundPredictor *predictor, const double *coefficients) {
  double largest = 0;
  for (int i = 0; i < predictor->order; i++) {
    const double size = coefficients[i] < 0 ? -coefficients[i] : coefficients[i];
    if (size > largest) largest = size;
  }
  int shift = sound_plain_most_shift;
  while (shift > 0 && largest * (double)(1 << shift) > coefficient_limit - 1) shift--;
  predictor->shift = shift;
  double carried = 0;
  for (int i = 0; i < predictor->order; i++) {
    carried += coefficients[i] * (double)(1 << shift);
    const double bounded = carried > coefficient_limit - 1 ? coefficient_limit - 1
                           : carried < -coefficient_limit  ? -coefficient_limit
                                                           : carried;
    const int32_t rounded = (int32_t)(bounded + (bounded < 0 ? -0.5 : 0.5));
    predictor->coefficients[i] = rounded;
    carried -= rounded;
  }
}

int64_t sound_plain_choose(SoundPredictor *predictor, const int32_t *samples, ptrdiff_t count) {
  double sums[most_taps + 1], now[most_taps] = {0}, best[most_taps] = {0};
  memset(predictor, 0, sizeof *predictor);
  sound_plain_correlate(samples, count, sums);
  double error = sums[0] * (1 + 0x1p-40), cost = 0.5 * (double)count * rough_log2(error / (double)count);
  for (int order = 1; order <= most_taps && error > 0; order++) {
    double sum = sums[order];
    for (int i = 0; i < order - 1; i++) sum -= now[i] * sums[order - 1 - i];
    const double reflection = sum / error;
    if (!(reflection > -1 && reflection < 1)) break;
    double next[most_taps];
    for (int i = 0; i < order - 1; i++) next[i] = now[i] - reflection * now[order - 2 - i];
    next[order - 1] = reflection;
    memcpy(now, next, sizeof(double) * (size_t)order);
    error *= 1 - reflection * reflection;
    const double here =
        0.5 * (double)count * rough_log2(error / (double)count) + (double)(order * sound_plain_precision);
    if (here < cost) {
      cost = here;
      predictor->order = order;
      memcpy(best, now, sizeof best);
    }
  }
  quantize(predictor, best);
  return (int64_t)cost;
}

KERNEL_INLINE void residuals_body(const int level, const SoundPredictor *restrict predictor,
                                  const int32_t *restrict samples, int32_t *restrict residuals, ptrdiff_t count) {
  (void)level;
  const int order = predictor->order, shift = predictor->shift;
  ptrdiff_t start = 0;
  for (; start + batch <= count; start += batch) {
    int64_t sums[batch] = {0};
    for (int tap = 0; tap < order; tap++) {
      const int64_t coefficient = predictor->coefficients[tap];
      for (int k = 0; k < batch; k++) sums[k] += coefficient * samples[start + k - 1 - tap];
    }
    for (int k = 0; k < batch; k++) {
      residuals[start + k] = (int32_t)((uint32_t)samples[start + k] - (uint32_t)(sums[k] >> shift));
    }
  }
  for (; start < count; start++) {
    int64_t sum = 0;
    for (int tap = 0; tap < order; tap++) sum += (int64_t)predictor->coefficients[tap] * samples[start - 1 - tap];
    residuals[start] = (int32_t)((uint32_t)samples[start] - (uint32_t)(sum >> shift));
  }
}

KERNEL_DISPATCH_AS(sound_plain_residuals, residuals, void,
                   (const SoundPredictor *predictor, const int32_t *samples, int32_t *residuals, ptrdiff_t count),
                   (predictor, samples, residuals, count))

KERNEL_INLINE void restore_body(const int level, const SoundPredictor *restrict predictor, int32_t *samples,
                                ptrdiff_t count) {
  (void)level;
  // As samples lie: the oldest first.
  int32_t old[most_taps - fresh];
  for (int i = 0; i < most_taps - fresh; i++) old[i] = predictor->coefficients[most_taps - 1 - i];
  for (ptrdiff_t place = 0; place < count; place++) {
    int64_t sum = 0, latest = 0;
    const int32_t *window = samples + place - most_taps;
    for (int i = 0; i < most_taps - fresh; i++) sum += (int64_t)old[i] * window[i];
#pragma clang loop vectorize(disable) unroll(full)
    for (int tap = fresh - 1; tap >= 0; tap--) {
      latest += (int64_t)predictor->coefficients[tap] * samples[place - 1 - tap];
    }
    samples[place] = (int32_t)((uint32_t)samples[place] + (uint32_t)((sum + latest) >> predictor->shift));
  }
}

KERNEL_DISPATCH_AS(sound_plain_restore, restore, void,
                   (const SoundPredictor *predictor, int32_t *samples, ptrdiff_t count), (predictor, samples, count))
