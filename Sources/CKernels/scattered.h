// A mix of 32 bits: neighbours become numbers that have nothing to do with one another.
#pragma once

#include <stdint.h>

#include "dispatch.h"

KERNEL_INLINE uint32_t scattered(uint32_t place) {
  place ^= place >> 16;
  place *= 0x7feb352du;
  place ^= place >> 15;
  place *= 0x846ca68bu;
  place ^= place >> 16;
  return place;
}
