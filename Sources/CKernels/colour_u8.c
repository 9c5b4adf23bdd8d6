#pragma STDC FP_CONTRACT OFF

#include <stdint.h>

typedef uint8_t sample;

#define sample_max 255.0f
#define sample_scale 1.0f
#define KERNEL(name) colour_##name##_u8
#include "colour_template.h"
