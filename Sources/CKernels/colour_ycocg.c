#pragma STDC FP_CONTRACT OFF

#include "clones.h"
#include "colour.h"

// YCoCg-R (Malvar and Sullivan, 2003): lifting steps, each undone with the values it left. The arithmetic is
// unsigned because that wraps by definition; shifts are those of signed values and round down.

#define YCOCG(suffix, value, word)                                                                          \
  KERNEL_CLONES void colour_ycocg_##suffix(value *restrict red, value *restrict green, value *restrict blue,\
                                           size_t count) {                                                  \
    for (size_t i = 0; i < count; i++) {                                                                    \
      value orange = (value)((word)red[i] - (word)blue[i]);                                                 \
      value middle = (value)((word)blue[i] + (word)(orange >> 1));                                          \
      value chroma = (value)((word)green[i] - (word)middle);                                                \
      red[i] = (value)((word)middle + (word)(chroma >> 1));                                                 \
      green[i] = orange;                                                                                    \
      blue[i] = chroma;                                                                                     \
    }                                                                                                       \
  }                                                                                                         \
  KERNEL_CLONES void colour_unycocg_##suffix(value *restrict luma, value *restrict orange,                  \
                                             value *restrict chroma, size_t count) {                        \
    for (size_t i = 0; i < count; i++) {                                                                    \
      value middle = (value)((word)luma[i] - (word)(chroma[i] >> 1));                                       \
      value green = (value)((word)chroma[i] + (word)middle);                                                \
      value blue = (value)((word)middle - (word)(orange[i] >> 1));                                          \
      luma[i] = (value)((word)blue + (word)orange[i]);                                                      \
      orange[i] = green;                                                                                    \
      chroma[i] = blue;                                                                                     \
    }                                                                                                       \
  }

YCOCG(i16, int16_t, uint16_t)
YCOCG(i32, int32_t, uint32_t)
