#pragma STDC FP_CONTRACT OFF

#include "colour.h"
#include "dispatch.h"

// YCoCg-R (Malvar and Sullivan, 2003): lifting steps, each undone with the values it left. The arithmetic is
// unsigned because that wraps by definition; shifts are those of signed values and round down.

#define YCOCG(suffix, value, word)                                                                          \
  KERNEL_INLINE void colour_ycocg_##suffix##_body(const int level, value *restrict red,                     \
                                                  value *restrict green, value *restrict blue,              \
                                                  size_t count) {                                           \
    (void)level;                                                                                            \
    for (size_t i = 0; i < count; i++) {                                                                    \
      value orange = (value)((word)red[i] - (word)blue[i]);                                                 \
      value middle = (value)((word)blue[i] + (word)(orange >> 1));                                          \
      value chroma = (value)((word)green[i] - (word)middle);                                                \
      red[i] = (value)((word)middle + (word)(chroma >> 1));                                                 \
      green[i] = orange;                                                                                    \
      blue[i] = chroma;                                                                                     \
    }                                                                                                       \
  }                                                                                                         \
  KERNEL_DISPATCH(colour_ycocg_##suffix, void, (value * red, value * green, value * blue, size_t count),    \
                  (red, green, blue, count))                                                                \
  KERNEL_INLINE void colour_unycocg_##suffix##_body(const int level, value *restrict luma,                  \
                                                    value *restrict orange, value *restrict chroma,         \
                                                    size_t count) {                                         \
    (void)level;                                                                                            \
    for (size_t i = 0; i < count; i++) {                                                                    \
      value middle = (value)((word)luma[i] - (word)(chroma[i] >> 1));                                       \
      value green = (value)((word)chroma[i] + (word)middle);                                                \
      value blue = (value)((word)middle - (word)(orange[i] >> 1));                                          \
      luma[i] = (value)((word)blue + (word)orange[i]);                                                      \
      orange[i] = green;                                                                                    \
      chroma[i] = blue;                                                                                     \
    }                                                                                                       \
  }                                                                                                         \
  KERNEL_DISPATCH(colour_unycocg_##suffix, void,                                                            \
                  (value * luma, value * orange, value * chroma, size_t count),                             \
                  (luma, orange, chroma, count))

YCOCG(i16, int16_t, uint16_t)
YCOCG(i32, int32_t, uint32_t)
