#pragma STDC FP_CONTRACT OFF

#include "tree_messages.h"

#include <string.h>

#include "dispatch.h"

// Most states of a hidden variable; FORMAT.md has the same limit.
enum { most_states = 1024 };

KERNEL_INLINE int tree_bits(uint32_t value) { return value ? 32 - __builtin_clz(value) : 0; }

// Numbers from 0 on times 2^-shift, rounded, within 1 ... 32767.
KERNEL_INLINE void tree_round(int16_t *restrict out, const int32_t *restrict sums, int states, int shift, int least) {
  if (shift > 0) {
    int32_t half = 1 << (shift - 1);
    for (int i = 0; i < states; i++) {
      int32_t value = (sums[i] + half) >> shift;
      value = value < 32767 ? value : 32767;
      out[i] = (int16_t)(value > least ? value : least);
    }
  } else {
    for (int i = 0; i < states; i++) {
      int32_t value = sums[i] << -shift;
      out[i] = (int16_t)(value > least ? value : least);
    }
  }
}

// Sums down to 15 bits in all.
KERNEL_INLINE void tree_to_shares(int16_t *restrict out, const int32_t *restrict sums, int states) {
  uint32_t total = 0;
  for (int i = 0; i < states; i++) total += (uint32_t)sums[i];
  tree_round(out, sums, states, tree_bits(total) - 15, 0);
}

// The largest to 15 bits.
KERNEL_INLINE void tree_to_scores(int16_t *restrict out, const int32_t *restrict sums, int states) {
  int32_t top = 0;
  for (int i = 0; i < states; i++) top = sums[i] > top ? sums[i] : top;
  tree_round(out, sums, states, tree_bits((uint32_t)top) - 15, 1);
}

KERNEL_INLINE void tree_product(int32_t *restrict sums, const int16_t *restrict in,
                                const int16_t *restrict pairs, int inputs, int outputs) {
  for (int o = 0; o < outputs; o++) sums[o] = 0;
  for (int i = 0; i < inputs; i += 2) {
    const int16_t *restrict row = pairs + (long)i * outputs;
    int32_t a = in[i], b = i + 1 < inputs ? in[i + 1] : 0;
    for (int o = 0; o < outputs; o++) sums[o] += a * row[2 * o] + b * row[2 * o + 1];
  }
}

KERNEL_INLINE void tree_shares_through_body(int level, int16_t *out, const int16_t *in, const int16_t *pairs,
                                            int rows, int inputs, int outputs) {
  (void)level;
  int32_t sums[most_states];
  for (int r = 0; r < rows; r++) {
    tree_product(sums, in + (long)r * inputs, pairs, inputs, outputs);
    tree_to_shares(out + (long)r * outputs, sums, outputs);
  }
}
KERNEL_DISPATCH(tree_shares_through, void,
                (int16_t *out, const int16_t *in, const int16_t *pairs, int rows, int inputs, int outputs),
                (out, in, pairs, rows, inputs, outputs))

KERNEL_INLINE void tree_scores_through_body(int level, int16_t *out, const int16_t *in, const int16_t *pairs,
                                            int rows, int inputs, int outputs) {
  (void)level;
  int32_t sums[most_states];
  for (int r = 0; r < rows; r++) {
    tree_product(sums, in + (long)r * inputs, pairs, inputs, outputs);
    tree_to_scores(out + (long)r * outputs, sums, outputs);
  }
}
KERNEL_DISPATCH(tree_scores_through, void,
                (int16_t *out, const int16_t *in, const int16_t *pairs, int rows, int inputs, int outputs),
                (out, in, pairs, rows, inputs, outputs))

KERNEL_INLINE void tree_shares_times_body(int level, int16_t *beliefs, const int16_t *factors, int rows,
                                          int states, int stride) {
  (void)level;
  int32_t sums[most_states];
  for (int r = 0; r < rows; r++, beliefs += states, factors += stride) {
    // 2^30 a product: the sum of shares times factors stays below 2^31.
    for (int i = 0; i < states; i++) sums[i] = (int32_t)beliefs[i] * factors[i];
    tree_to_shares(beliefs, sums, states);
  }
}
KERNEL_DISPATCH(tree_shares_times, void,
                (int16_t *beliefs, const int16_t *factors, int rows, int states, int stride),
                (beliefs, factors, rows, states, stride))

KERNEL_INLINE void tree_scores_times_body(int level, int16_t *beliefs, const int16_t *factors, int rows,
                                          int states, int stride) {
  (void)level;
  int32_t sums[most_states];
  for (int r = 0; r < rows; r++, beliefs += states, factors += stride) {
    for (int i = 0; i < states; i++) sums[i] = (int32_t)beliefs[i] * factors[i];
    tree_to_scores(beliefs, sums, states);
  }
}
KERNEL_DISPATCH(tree_scores_times, void,
                (int16_t *beliefs, const int16_t *factors, int rows, int states, int stride),
                (beliefs, factors, rows, states, stride))

KERNEL_INLINE void tree_cumulative_body(int level, int32_t *restrict out, const int16_t *restrict shares,
                                        const uint32_t *restrict tables, int states) {
  (void)level;
  uint64_t sums[16] = {0};
  for (int i = 0; i < states; i++) {
    uint64_t share = (uint64_t)shares[i];
    for (int s = 0; s < 16; s++) sums[s] += share * tables[16 * i + s];
  }
  for (int s = 0; s < 16; s++) out[s] = (int32_t)(sums[s] >> 15);
}
KERNEL_DISPATCH(tree_cumulative, void,
                (int32_t *out, const int16_t *shares, const uint32_t *tables, int states),
                (out, shares, tables, states))

void tree_choose(int16_t *out, const int16_t *table, const uint16_t *values, int rows, int states) {
  for (int r = 0; r < rows; r++)
    memcpy(out + (long)r * states, table + (long)values[r] * states, (size_t)states * sizeof *out);
}
