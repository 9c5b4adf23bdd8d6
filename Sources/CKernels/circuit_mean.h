// The prediction of a latent of a low band, in 1/16: the class model's mean and a correction that is learned while
// latents are coded, by normalised least mean squares over the differences around.
#pragma once

#include "circuit_row.h"
#include "contexts.h"
#include "dispatch.h"

enum {
  circuit_mean_input_limit = 1 << 14,
  circuit_mean_weight_limit = 1 << 17,
};

/// Seven latents of the plane itself and six differences of the first reference.
typedef struct {
  int32_t values[circuit_mean_inputs];
} circuit_inputs;

KERNEL_INLINE int64_t held(int64_t value, int64_t low, int64_t high) {
  return value < low ? low : AT_MOST(value, high);
}

KERNEL_INLINE void set_input(circuit_inputs *inputs, int place, uint32_t value) {
  inputs->values[place] = (int32_t)held((int32_t)value, -circuit_mean_input_limit, circuit_mean_input_limit);
}

/// Differences of the first reference. Of the last row and of a plane lower by one the row above stands in.
KERNEL_INLINE void set_reference(circuit_inputs *inputs, const circuit_row *row, ptrdiff_t x) {
  const circuit_coding *coding = &row->coding;
  if (coding->reference_count == 0) return;
  const ptrdiff_t last = coding->references[0]->width - 1, highest = coding->plane.height - 2;
  const ptrdiff_t here = AT_MOST(x, last), west = x - 1, east = AT_MOST(x + 1, last);
  const ptrdiff_t stride = coding->reference_stride;
  const int16_t *values = coding->reference_values + AT_MOST(row->y, highest) * stride;
  const int16_t *below = coding->reference_values + AT_MOST(row->y + 1, highest) * stride;
  const int16_t *above = coding->reference_values + (row->y - 1) * stride;
  const int32_t centre = values[here];
  const int32_t others[] = {values[west], above[here], above[west], above[east], values[east], below[here]};
  for (int place = 0; place < 6; place++) set_input(inputs, 7 + place, (uint32_t)(centre - others[place]) << 4);
}

/// The prediction at x, and what it was made from.
KERNEL_INLINE int64_t predict_mean(circuit_inputs *inputs, const circuit_row *row, ptrdiff_t x) {
  const circuit_coding *coding = &row->coding;
  const int16_t *value = row->values + x;
  *inputs = (circuit_inputs){{0}};
  if (x == 0 || row->y == 0 || x + 1 >= row->width) {
    return (int64_t)context_mean(coding->mean, value, x, row->y, row->width, coding->value_stride) * 16;
  }
  const int16_t *above = value - coding->value_stride;
  const int16_t *beyond = row->y > 1 ? above - coding->value_stride : above;
  const int32_t around[] = {value[-1], above[0],  above[-1], above[1], x > 1 ? value[-2] : value[-1],
                            beyond[0], beyond[1]};
  uint32_t sum = 0;
  for (int place = 0; place < 4; place++) sum += (uint32_t)coding->mean[place] * (uint32_t)around[place];
  const int32_t base = (int32_t)sum >> 4;
  for (int place = 0; place < 7; place++) {
    set_input(inputs, place, ((uint32_t)around[place] << 4) - (uint32_t)base);
  }
  set_reference(inputs, row, x);
  int64_t correction = 1 << 15;
  for (int place = 0; place < circuit_mean_inputs; place++) {
    correction += (int64_t)coding->mean_weights[place] * inputs->values[place];
  }
  return base + (correction >> 16);
}

/// Moves the weights by what the latent was more than the prediction, in 1/16.
KERNEL_INLINE void learn_mean(const circuit_inputs *inputs, const circuit_coding *coding, int64_t error) {
  int64_t energy = 0;
  for (int place = 0; place < circuit_mean_inputs; place++) {
    energy += (int64_t)inputs->values[place] * inputs->values[place];
  }
  const int64_t step = held(error, -32768, 32767) * (1 << circuit_mean_rate) / ((energy >> 4) + 256);
  for (int place = 0; place < circuit_mean_inputs; place++) {
    const int64_t moved = coding->mean_weights[place] + ((step * inputs->values[place] + 2048) >> 12);
    coding->mean_weights[place] = (int32_t)held(moved, -circuit_mean_weight_limit, circuit_mean_weight_limit);
  }
}
