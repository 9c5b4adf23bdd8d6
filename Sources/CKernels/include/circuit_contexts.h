// Contexts of the circuit of latents that do not depend on the row that is being decoded. Magnitudes are at least 0.
#pragma once

#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

/// near[x] = 9 min(above[x], 3) + 3 min(above[x - 1], 2) + min(above[x + 1], 2), x < count.
void near_contexts(uint8_t *near, const int16_t *above, ptrdiff_t count);

/// far[x] = 36 min(parent[x / 2], 5) + 9 c + 3 min(first[x], 2) + min(second[x], 2), x < count, where c is how many of
/// 1, 3 and 6 sums[x / 2] is above. Writes count rounded up to even.
void far_contexts(uint8_t *far, const int16_t *parent, const int16_t *sums, const int16_t *first,
                  const int16_t *second, ptrdiff_t count);

#pragma clang assume_nonnull end
