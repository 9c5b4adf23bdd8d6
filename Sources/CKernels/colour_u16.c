#pragma STDC FP_CONTRACT OFF

#include <stdint.h>

typedef uint16_t sample;

#define sample_max 65535.0f
#define sample_scale 257.0f
#define KERNEL(name) colour_##name##_u16
#include "colour_template.h"
