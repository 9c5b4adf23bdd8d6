#include "circuit_passes.h"
#include "dispatch.h"
#include <string.h>

#pragma STDC FP_CONTRACT OFF

KERNEL_INLINE void circuit_gather_body(int level, float *out, const float *table, const uint16_t *values,
                                       int rows, int units) {
  (void)level;
  for (int r = 0; r < rows; r++)
    memcpy(out + (long)r * units, table + (long)values[r] * units, (size_t)units * sizeof *out);
}
KERNEL_DISPATCH(circuit_gather, void,
                (float *out, const float *table, const uint16_t *values, int rows, int units),
                (out, table, values, rows, units))

KERNEL_INLINE void circuit_scatter_body(int level, float *table, const float *flow, const uint16_t *values,
                                        int rows, int units) {
  (void)level;
  for (int r = 0; r < rows; r++) {
    float *restrict to = table + (long)values[r] * units;
    const float *restrict from = flow + (long)r * units;
    for (int u = 0; u < units; u++) to[u] += from[u];
  }
}
KERNEL_DISPATCH(circuit_scatter, void,
                (float *table, const float *flow, const uint16_t *values, int rows, int units),
                (table, flow, values, rows, units))

KERNEL_INLINE void circuit_multiply_body(int level, float *restrict out, const float *restrict factor,
                                         int count) {
  (void)level;
  for (int i = 0; i < count; i++) out[i] *= factor[i];
}
KERNEL_DISPATCH(circuit_multiply, void, (float *out, const float *factor, int count), (out, factor, count))

KERNEL_INLINE void circuit_rescale_body(int level, float *restrict data, int32_t *restrict exponents,
                                        int rows, int units) {
  (void)level;
  for (int r = 0; r < rows; r++) {
    float *row = data + (long)r * units;
    // Positive floats compare as their bits do.
    uint32_t top = 0;
    for (int u = 0; u < units; u++) {
      uint32_t bits;
      memcpy(&bits, row + u, sizeof bits);
      top = bits > top ? bits : top;
    }
    if (top < 1u << 23) continue;
    int exponent = (int)(top >> 23) - 127;
    uint32_t scale_bits = (uint32_t)(127 - exponent) << 23;
    if (exponent >= 127) continue;
    float scale;
    memcpy(&scale, &scale_bits, sizeof scale);
    for (int u = 0; u < units; u++) row[u] *= scale;
    exponents[r] += exponent;
  }
}
KERNEL_DISPATCH(circuit_rescale, void, (float *data, int32_t *exponents, int rows, int units),
                (data, exponents, rows, units))

KERNEL_INLINE void circuit_ratio_body(int level, float *restrict out, const float *restrict flow,
                                      const float *restrict value, int count) {
  (void)level;
  for (int i = 0; i < count; i++) out[i] = value[i] > 0 ? flow[i] / value[i] : 0;
}
KERNEL_DISPATCH(circuit_ratio, void, (float *out, const float *flow, const float *value, int count),
                (out, flow, value, count))

KERNEL_INLINE void circuit_collect_body(int level, float *restrict statistics, float *restrict a,
                                        float *restrict b, const float *restrict weights, float kept,
                                        float scale, int count) {
  (void)level;
  for (int i = 0; i < count; i++) {
    float flow = scale * (a[i] + b[i]);
    if (weights) flow *= weights[i];
    statistics[i] = kept * statistics[i] + flow;
    a[i] = 0;
    b[i] = 0;
  }
}
KERNEL_DISPATCH(circuit_collect, void,
                (float *statistics, float *a, float *b, const float *weights, float kept, float scale,
                 int count),
                (statistics, a, b, weights, kept, scale, count))

KERNEL_INLINE void circuit_normalise_rows_body(int level, float *restrict weights,
                                               const float *restrict statistics, int rows, int width,
                                               float extra) {
  (void)level;
  for (int r = 0; r < rows; r++, weights += width, statistics += width) {
    float total = extra;
    int used = 0;
    for (int i = 0; i < width; i++) {
      total += statistics[i];
      used += weights[i] > 0;
    }
    if (!(total > 0)) continue;
    float share = extra / (float)(used > 0 ? used : 1), factor = 1 / total;
    for (int i = 0; i < width; i++) weights[i] = weights[i] > 0 ? (statistics[i] + share) * factor : 0;
  }
}
KERNEL_DISPATCH(circuit_normalise_rows, void,
                (float *weights, const float *statistics, int rows, int width, float extra),
                (weights, statistics, rows, width, extra))

KERNEL_INLINE void circuit_normalise_columns_body(int level, float *restrict table,
                                                  const float *restrict statistics, int rows, int width,
                                                  float extra) {
  (void)level;
  enum { block = 64 };
  for (int first = 0; first < width; first += block) {
    int columns = width - first < block ? width - first : block;
    float total[block];
    for (int c = 0; c < columns; c++) total[c] = extra;
    for (int r = 0; r < rows; r++)
      for (int c = 0; c < columns; c++) total[c] += statistics[(long)r * width + first + c];
    for (int c = 0; c < columns; c++) total[c] = 1 / total[c];
    float share = extra / (float)rows;
    for (int r = 0; r < rows; r++)
      for (int c = 0; c < columns; c++)
        table[(long)r * width + first + c] = (statistics[(long)r * width + first + c] + share) * total[c];
  }
}
KERNEL_DISPATCH(circuit_normalise_columns, void,
                (float *table, const float *statistics, int rows, int width, float extra),
                (table, statistics, rows, width, extra))
