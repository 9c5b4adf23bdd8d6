#pragma once
#include <stdint.h>

// Passes over circuits when they learn: `rows` samples, `units` units of a layer, [rows, units].

/// Rows of a table [values, units], chosen by the samples' values: out[r] = table[values[r]].
void circuit_gather(float *out, const float *table, const uint16_t *values, int rows, int units);

/// table[values[r]] += flow[r].
void circuit_scatter(float *table, const float *flow, const uint16_t *values, int rows, int units);

/// out *= factor, over `count` numbers.
void circuit_multiply(float *out, const float *factor, int count);

/// Scales every row by a power of two so that its largest number lies in [1, 2), and counts it: exponents[r] += e for
/// rows divided by 2^e. Rows of zeros stay.
void circuit_rescale(float *data, int32_t *exponents, int rows, int units);

/// out = flow / value, 0 where the value is 0, over `count` numbers.
void circuit_ratio(float *out, const float *flow, const float *value, int count);

/// Takes the flows of two parts into running statistics and empties them: statistics = kept * statistics + scale * (a + b),
/// times the weights where `weights` is not null.
void circuit_collect(float *statistics, float *a, float *b, const float *weights, float kept, float scale,
                     int count);

/// Weights [rows, width] in proportion to statistics plus `extra` a row, spread over the weights that are not 0; those
/// stay 0. A row without either stays as it is.
void circuit_normalise_rows(float *weights, const float *statistics, int rows, int width, float extra);

/// A table [rows, width] whose columns are in proportion to statistics plus `extra` a column.
void circuit_normalise_columns(float *table, const float *statistics, int rows, int width, float extra);
