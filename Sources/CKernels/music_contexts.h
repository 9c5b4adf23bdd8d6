// Which counters and mixers a coefficient of a spectrum is coded by.
#pragma once

#include "music_coder.h"

/// Magnitudes and sums of them on scales of six and ten.
static const uint8_t music_six[10] = {0, 1, 2, 3, 3, 4, 4, 4, 4, 5};
static const uint8_t music_ten[29] = {0, 1, 2, 3, 4, 5, 5, 6, 6, 6, 7, 7, 7, 7, 7, 7, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 9};

KERNEL_INLINE int music_of_six(int32_t magnitude) { return music_six[magnitude < 9 ? magnitude : 9]; }
KERNEL_INLINE int music_of_ten(int32_t sum) { return music_ten[sum < 28 ? sum : 28]; }

/// A magnitude in 2^-8 on a scale of 64, four to an octave.
KERNEL_INLINE int music_fine(int32_t magnitude) {
  if (magnitude < 8) return magnitude >> 1;
  const int octave = 31 - __builtin_clz((uint32_t)magnitude);
  const int value = (octave - 3) * 4 + ((magnitude >> (octave - 2)) & 3) + 4;
  return value > 63 ? 63 : value;
}

/// Frequency on a scale of 16, two to an octave from 4 / 1024 of the band on.
KERNEL_INLINE int music_position(int bin) {
  const uint32_t scaled = (uint32_t)bin + 4;
  const int octave = 31 - __builtin_clz(scaled);
  // 181 / 128 is about the root of two.
  const int value = 2 * (octave - 2) + (scaled * 128 >= (181u << octave));
  return value > 15 ? 15 : value;
}

KERNEL_INLINE int music_zone(int position) { return position < 6 ? 0 : position < 11 ? 1 : 2; }

/// What the rows around it say of each magnitude of a segment: the linear part of the prediction.
KERNEL_INLINE void music_expect(music_coder *restrict coder, int channel, const int16_t *restrict other, int end) {
  const int16_t *restrict last = coder->last[channel] + music_margin;
  const int16_t *restrict before = coder->before[channel] + music_margin;
  const int16_t *restrict faded = coder->faded[channel] + music_margin;
  int32_t *restrict expected = coder->expected;
  int start = 0;
  for (int zone = 0; zone < music_zones; zone++) {
    // Where the zones of positions 6 and 11 begin, of 1024: the first bins b with music_position(b) there.
    const int limit = zone == 0 ? 28 : zone == 1 ? 177 : 1024;
    int stop = (limit << coder->size) >> 3;
    if (limit << coder->size & 7) stop++;
    if (stop > end) stop = end;
    const int16_t *w = coder->prior.taps + (channel * music_zones + zone) * music_taps;
    for (int k = start; k < stop; k++) {
      expected[k] = w[4] * last[k] + w[5] * (last[k - 1] + last[k + 1]) + w[6] * (last[k - 2] + last[k + 2]) +
                    w[7] * (last[k - 3] + last[k + 3]) + w[8] * before[k] + w[9] * (before[k - 1] + before[k + 1]) +
                    w[10] * (before[k - 2] + before[k + 2]) + w[11] * other[k] +
                    w[12] * (other[k - 1] + other[k + 1]) + w[13] * (other[k - 2] + other[k + 2]) +
                    ((w[14] * faded[k] + w[15] * (faded[k - 1] + faded[k + 1])) >> 6) + w[17];
    }
    if (stop > start) start = stop;
  }
}

/// What is predicted of a magnitude in 2^-8, by those at lower bins: the four next to it, and the sum of the two behind.
KERNEL_INLINE int32_t music_predict(const music_coder *restrict coder, const int16_t *restrict w, int k, int a, int b,
                                    int c, int d, int rest) {
  const int32_t expected = coder->expected[k] + w[0] * a + w[1] * b + w[2] * c + w[3] * d + w[16] * rest;
  return expected < 0 ? 0 : expected;
}

KERNEL_INLINE const int16_t *music_taps_of(const music_coder *coder, int channel, int position) {
  return coder->prior.taps + (channel * music_zones + music_zone(position)) * music_taps;
}

/// `recent` is a mean of magnitudes of lower bins, in 2^-8.
KERNEL_INLINE void music_find(music_coder *restrict coder, music_place *restrict place, int channel,
                              const int16_t *restrict other, int k, int32_t recent, int quantizer) {
  const int16_t *own = coder->current[channel] + music_margin + k;
  const int16_t *last = coder->last[channel] + music_margin + k;
  const int16_t *before = coder->before[channel] + music_margin + k;
  const int16_t *o = other + k;
  const int bin = k << 3 >> coder->size;
  const int position = music_position(bin);
  const int16_t *w = music_taps_of(coder, channel, position);
  const int a = own[-1], b = own[-2], c = own[-3], d = own[-4];
  const int fine = music_fine(music_predict(coder, w, k, a, b, c, d, own[-5] + own[-6])), coarse = fine >> 2;
  const int kind = 2 * (coder->size < 3) + channel;
  const int beside = last[-1] + last[1];
  const int wide = last[-3] + last[-2] + beside + last[0] + last[2] + last[3];
  const int around = o[-2] + o[-1] + o[0] + o[1] + o[2];
  const int faded = music_fine(coder->faded[channel][music_margin + k] << 2);
  const int near = music_fine(a * 100 + b * 40 + last[0] * 60 + beside * 28);
  const int six_a = music_of_six(a), six_last = music_of_six(last[0]), six_other = music_of_six(o[0]);
  const int ten_wide = music_of_ten(wide);
  int row[music_counters], first = 0, apart = music_plain_rows;
#define MUSIC_ROW(index, count, value)                                                                       \
  row[index] = first + (value);                                                                              \
  first += count;
// A row that the second quantizer has apart.
#define MUSIC_ROW_APART(index, count, value)                                                                 \
  row[index] = (quantizer ? apart : first) + (value);                                                        \
  first += count;                                                                                            \
  apart += count;
  MUSIC_ROW_APART(0, 256, fine * 4 + kind)
  MUSIC_ROW_APART(1, 1024, ((fine >> 1) * 16 + position) * 2 + channel)
  MUSIC_ROW_APART(2, 576, (six_a * 6 + music_of_six(b)) * 16 + coarse)
  MUSIC_ROW(3, 720, ((six_last * 10 + music_of_ten(beside)) * 6 + six_a) * 2 + channel)
  MUSIC_ROW(4, 1920, ((six_other * 10 + music_of_ten(o[-1] + o[1])) * 16 + coarse) * 2 + channel)
  MUSIC_ROW(5, 360, (six_last * 6 + music_of_six(before[0])) * 10 + ten_wide)
  MUSIC_ROW(6, 2048, bin * 2 + channel)
  MUSIC_ROW_APART(7, 800, (music_of_ten(a + b + c + d) * 10 + ten_wide) * 8 + (position >> 1))
  MUSIC_ROW(8, 768, (faded * 6 + six_a) * 2 + channel)
  MUSIC_ROW_APART(9, 1024, (faded >> 1) * 32 + (fine >> 1))
  MUSIC_ROW(10, 600,
            (music_of_ten(last[1] + last[2] + last[3]) * 10 + music_of_ten(o[1] + o[2])) * 6 + music_of_six(a + b))
  MUSIC_ROW_APART(11, 640, near * 10 + music_of_ten(around))
  MUSIC_ROW(12, 1296, ((six_a * 6 + six_last) * 6 + six_other) * 6 + music_of_six(last[1]))
  MUSIC_ROW_APART(13, 512, (music_fine(recent >> 2) >> 1) * 16 + position)
#undef MUSIC_ROW
#undef MUSIC_ROW_APART
  for (int i = 0; i < music_counters; i++) place->counters[i] = coder->counters[row[i]];
  place->quantizer = quantizer;
  place->near = coarse;
  place->far = position * 4 + kind;
  place->refined = fine >> 1;
}
