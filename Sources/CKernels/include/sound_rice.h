// Bits, and residuals of sounds as Rice codes.
#pragma once

#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

enum {
  /// The most bytes of one residual.
  sound_rice_most_bytes = 7,
};

/// Bits are written from the highest of a byte on. Up to three bytes wait until the end.
typedef struct {
  uint64_t bits;
  /// Of `bits`, those that wait.
  int32_t count;
  uint8_t *next;
} SoundBitWriter;

typedef struct {
  /// `count` of them, and eight zeros behind.
  const uint8_t *bytes;
  ptrdiff_t count;
  /// Bits read; more than there are when the bytes ended too early.
  ptrdiff_t position;
} SoundBitReader;

/// 0 ... 32 bits.
void sound_rice_put(SoundBitWriter *writer, uint32_t value, int32_t count);
uint32_t sound_rice_get(SoundBitReader *reader, int32_t count);

/// Fills up the last four bytes with zeros.
void sound_rice_end(SoundBitWriter *writer);

/// `mean` is 32 times the mean of the last numbers, and learns.
void sound_rice_write(SoundBitWriter *writer, uint64_t *mean, const int32_t *residuals, ptrdiff_t count);
void sound_rice_read(SoundBitReader *reader, uint64_t *mean, int32_t *residuals, ptrdiff_t count);

#pragma clang assume_nonnull end
