#pragma once
#include <stdint.h>

// Belief propagation in hidden trees, in integers: exact, so the same on every machine.
//
// A belief is a vector of 1...2^15 - 1, in one of two scales: "shares" add up to less than 2^15 plus their count,
// "scores" have a largest of at least 2^14. Matrices are Q15 with rows that add up to at most 2^15, for products
// with a vector of the second index of `pairs`: element [i][o] stands at pairs[(i / 2 * outputs + o) * 2 + i % 2]; the
// number of inputs is even, a missing last row is 0. All loops run over `rows` samples, beliefs are [rows, states].

/// out = shares of beliefs times a matrix: out[o] ~ sum over i of in[i] * matrix[i][o].
void tree_shares_through(int16_t *out, const int16_t *in, const int16_t *pairs, int rows, int inputs, int outputs);

/// The same, as scores.
void tree_scores_through(int16_t *out, const int16_t *in, const int16_t *pairs, int rows, int inputs, int outputs);

/// beliefs = shares of beliefs times factors, one by one; `factors` are `stride` apart from row to row.
void tree_shares_times(int16_t *beliefs, const int16_t *factors, int rows, int states, int stride);

/// The same, as scores.
void tree_scores_times(int16_t *beliefs, const int16_t *factors, int rows, int states, int stride);

/// Cumulative counts of 16 neighbouring symbols: out[s] = (sum over i of shares[i] * tables[i * 16 + s]) >> 15; tables
/// are at most 2^23.
void tree_cumulative(int32_t *out, const int16_t *shares, const uint32_t *tables, int states);

/// Rows of a table [values, states], chosen by the samples' values: out[r] = table[values[r]].
void tree_choose(int16_t *out, const int16_t *table, const uint16_t *values, int rows, int states);
