#pragma STDC FP_CONTRACT OFF

#include "transformer.h"

#include "convolution.h"
#include "dispatch.h"
#include "elementary.h"

enum { lanes = 8 };

KERNEL_INLINE float sum_of_lanes(const float *sums) {
  return ((sums[0] + sums[4]) + (sums[2] + sums[6])) + ((sums[1] + sums[5]) + (sums[3] + sums[7]));
}

KERNEL_INLINE void normalize_rows_body(const int level, const float *rows, ptrdiff_t count, ptrdiff_t width,
                                       const float *restrict gain, float *out) {
  (void)level;
  for (ptrdiff_t row = 0; row < count; row++, rows += width, out += width) {
    float sums[lanes] = {0};
    for (ptrdiff_t i = 0; i < width; i += lanes) {
      for (int k = 0; k < lanes; k++) sums[k] += rows[i + k] * rows[i + k];
    }
    const float scale = 1 / __builtin_elementwise_sqrt(sum_of_lanes(sums) / (float)width + 1e-5f);
    for (ptrdiff_t i = 0; i < width; i++) out[i] = rows[i] * scale * gain[i];
  }
}

KERNEL_DISPATCH(normalize_rows, void,
                (const float *rows, ptrdiff_t count, ptrdiff_t width, const float *gain, float *out),
                (rows, count, width, gain, out))

KERNEL_INLINE void add_to_values_body(const int level, float *values, const float *terms, ptrdiff_t count) {
  (void)level;
  for (ptrdiff_t i = 0; i < count; i++) values[i] += terms[i];
}

KERNEL_DISPATCH(add_to_values, void, (float *values, const float *terms, ptrdiff_t count), (values, terms, count))

KERNEL_INLINE void squared_rectifier_body(const int level, float *values, ptrdiff_t count) {
  (void)level;
  for (ptrdiff_t i = 0; i < count; i++) {
    const float value = values[i] > 0 ? values[i] : 0;
    values[i] = value * value;
  }
}

KERNEL_DISPATCH(squared_rectifier, void, (float *values, ptrdiff_t count), (values, count))

KERNEL_INLINE void exponentials_body(const int level, float *values, ptrdiff_t count) {
  (void)level;
  for (ptrdiff_t i = 0; i < count; i++) values[i] = exponential(values[i]);
}

KERNEL_DISPATCH(exponentials, void, (float *values, ptrdiff_t count), (values, count))

KERNEL_INLINE void logarithms_body(const int level, float *values, ptrdiff_t count) {
  (void)level;
  for (ptrdiff_t i = 0; i < count; i++) values[i] = logarithm(values[i]);
}

KERNEL_DISPATCH(logarithms, void, (float *values, ptrdiff_t count), (values, count))

KERNEL_INLINE void softmax_rows_body(const int level, float *values, ptrdiff_t rows, ptrdiff_t count, float scale) {
  (void)level;
  for (ptrdiff_t row = 0; row < rows; row++, values += count) {
    float most[lanes];
    for (int k = 0; k < lanes; k++) most[k] = values[k];
    for (ptrdiff_t i = lanes; i < count; i += lanes) {
      for (int k = 0; k < lanes; k++) most[k] = values[i + k] > most[k] ? values[i + k] : most[k];
    }
    float top = most[0];
    for (int k = 1; k < lanes; k++) top = most[k] > top ? most[k] : top;
    float sums[lanes] = {0};
    for (ptrdiff_t i = 0; i < count; i += lanes) {
      for (int k = 0; k < lanes; k++) {
        values[i + k] = exponential((values[i + k] - top) * scale);
        sums[k] += values[i + k];
      }
    }
    const float share = 1 / sum_of_lanes(sums);
    for (ptrdiff_t i = 0; i < count; i++) values[i] *= share;
  }
}

KERNEL_DISPATCH(softmax_rows, void, (float *values, ptrdiff_t rows, ptrdiff_t count, float scale),
                (values, rows, count, scale))

static ptrdiff_t larger(ptrdiff_t a, ptrdiff_t b) { return a > b ? a : b; }

static ptrdiff_t packed_count(ptrdiff_t keys) {
  return larger(convolution_1x1_packed_count(attention_head, keys), convolution_1x1_packed_count(keys, attention_head));
}

ptrdiff_t attention_scratch_count(ptrdiff_t tokens, ptrdiff_t keys) {
  return keys * attention_head + larger(keys, attention_head) + tokens * (keys + attention_head) + packed_count(keys);
}

void attention(const float *own, const float *before, const float *shift, ptrdiff_t tokens, ptrdiff_t width,
               float *scratch, float *out) {
  const ptrdiff_t earlier = before ? tokens : 0, keys = earlier + tokens, stride = 3 * width;
  float *gathered = scratch, *zeros = gathered + keys * attention_head;
  float *scores = zeros + larger(keys, attention_head), *sums = scores + tokens * keys;
  float *packed = sums + tokens * attention_head;
  for (ptrdiff_t i = 0; i < larger(keys, attention_head); i++) zeros[i] = 0;
  for (ptrdiff_t head = 0; head < width; head += attention_head) {
    for (ptrdiff_t key = 0; key < keys; key++) {
      const float *row = key < earlier ? before + key * stride : own + (key - earlier) * stride;
      for (int i = 0; i < attention_head; i++) {
        const float value = row[width + head + i];
        gathered[key * attention_head + i] = key < earlier ? value + shift[head + i] : value;
      }
    }
    convolution_1x1_pack(gathered, zeros, attention_head, keys, packed);
    const convolution products = {.weights = packed, .inputs = attention_head, .outputs = keys};
    convolution_1x1_row(&products, own + head, stride, tokens, scores);
    softmax_rows(scores, tokens, keys, 0.125f);
    for (ptrdiff_t key = 0; key < keys; key++) {
      const float *row = key < earlier ? before + key * stride : own + (key - earlier) * stride;
      for (int i = 0; i < attention_head; i++) gathered[i * keys + key] = row[2 * width + head + i];
    }
    convolution_1x1_pack(gathered, zeros, keys, attention_head, packed);
    const convolution means = {.weights = packed, .inputs = keys, .outputs = attention_head};
    convolution_1x1_row(&means, scores, keys, tokens, sums);
    for (ptrdiff_t token = 0; token < tokens; token++) {
      for (int i = 0; i < attention_head; i++) out[token * width + head + i] = sums[token * attention_head + i];
    }
  }
}
