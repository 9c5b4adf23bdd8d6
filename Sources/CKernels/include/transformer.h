// What a transformer does between its matrix products. Sums are in eight lanes whatever the vectors: the same bits at
// every level.
#pragma once

#include <stddef.h>

#pragma clang assume_nonnull begin

/// Columns of a head.
enum { attention_head = 64 };

/// out[count][width] = x / sqrt(mean of x^2 over its row + 1e-5) * gain[width]; `width` is a multiple of 8. In place, too.
void normalize_rows(const float *rows, ptrdiff_t count, ptrdiff_t width, const float *gain, float *out);

/// values += terms.
void add_to_values(float *values, const float *terms, ptrdiff_t count);

/// Squares of what is above zero, zero for the rest.
void squared_rectifier(float *values, ptrdiff_t count);

/// e^x in place, of x held to -87...88; and natural logarithms of normal numbers above zero.
void exponentials(float *values, ptrdiff_t count);
void logarithms(float *values, ptrdiff_t count);

/// Every row of `count` numbers, a multiple of 8, becomes e^(scale x) over the sum of these.
void softmax_rows(float *values, ptrdiff_t rows, ptrdiff_t count, float scale);

/// Floats of scratch memory for `attention` over so many keys.
ptrdiff_t attention_scratch_count(ptrdiff_t tokens, ptrdiff_t keys);

/// out[tokens][width] = softmax(q k^T / 8) v, head by head.
///
/// own[tokens][3 width] are rows of queries, keys and values; before[tokens][3 width] those of the tokens of the chunk
/// before, whose keys, each with shift[width] added, and values stand before the own ones; both null: there is none.
/// `width` is a multiple of 64, `tokens` one of 8.
void attention(const float *own, const float *_Nullable before, const float *_Nullable shift, ptrdiff_t tokens,
               ptrdiff_t width, float *scratch, float *out);

#pragma clang assume_nonnull end
