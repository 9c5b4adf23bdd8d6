#pragma STDC FP_CONTRACT OFF

#include "circuit_contexts.h"

#include "dispatch.h"

#define AT_MOST(value, limit) ((value) < (limit) ? (value) : (limit))

KERNEL_INLINE void near_contexts_body(const int level, uint8_t *restrict near, const int16_t *above,
                                      ptrdiff_t count) {
  (void)level;
  for (ptrdiff_t x = 0; x < count; x++) {
    const int16_t north = AT_MOST(above[x], 3);
    const int16_t west = AT_MOST(above[x - 1], 2);
    const int16_t east = AT_MOST(above[x + 1], 2);
    near[x] = (uint8_t)(north * 9 + west * 3 + east);
  }
}

KERNEL_DISPATCH(near_contexts, void, (uint8_t *near, const int16_t *above, ptrdiff_t count),
                (near, above, count))

KERNEL_INLINE void far_contexts_body(const int level, uint8_t *restrict far, const int16_t *parent,
                                     const int16_t *sums, const int16_t *first, const int16_t *second,
                                     ptrdiff_t count) {
  (void)level;
  for (ptrdiff_t half = 0; half < (count + 1) / 2; half++) {
    const int16_t around = (int16_t)((sums[half] > 1) + (sums[half] > 3) + (sums[half] > 6));
    const uint8_t context = (uint8_t)((AT_MOST(parent[half], 5) * 4 + around) * 9);
    far[2 * half] = context;
    far[2 * half + 1] = context;
  }
  for (ptrdiff_t x = 0; x < count; x++) {
    far[x] = (uint8_t)(far[x] + AT_MOST(first[x], 2) * 3 + AT_MOST(second[x], 2));
  }
}

KERNEL_DISPATCH(far_contexts, void,
                (uint8_t *far, const int16_t *parent, const int16_t *sums, const int16_t *first,
                 const int16_t *second, ptrdiff_t count),
                (far, parent, sums, first, second, count))
