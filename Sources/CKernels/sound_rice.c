// Rice codes whose parameter follows the residuals.
#include "sound_rice.h"

#include "dispatch.h"

enum {
  /// A quotient of as many ones is followed by the number itself.
  longest_quotient = 24,
  number_bits = 32,
};

KERNEL_INLINE void put(SoundBitWriter *writer, uint32_t value, int32_t count) {
  writer->bits = writer->bits << count | value;
  writer->count += count;
  if (writer->count < 32) return;
  writer->count -= 32;
  const uint32_t word = (uint32_t)(writer->bits >> writer->count);
  for (int i = 0; i < 4; i++) *writer->next++ = (uint8_t)(word >> (24 - 8 * i));
}

/// The next 32 bits and more, the first one the highest.
KERNEL_INLINE uint64_t peek(const SoundBitReader *reader) {
  const ptrdiff_t place = reader->position >> 3;
  const uint8_t *bytes = reader->bytes + (place < reader->count ? place : reader->count);
  uint64_t word = 0;
#pragma clang loop unroll(full)
  for (int i = 0; i < 8; i++) word = word << 8 | bytes[i];
  return word << (reader->position & 7);
}

KERNEL_INLINE uint32_t get(SoundBitReader *reader, int32_t count) {
  const uint64_t bits = peek(reader);
  reader->position += count;
  // Twice, as none may be wanted.
  return (uint32_t)(bits >> 32 >> (32 - count));
}

/// Low bits that are sent as they are, of numbers with this mean in 1/32.
KERNEL_INLINE int32_t parameter(uint64_t mean) { return 63 - __builtin_clzll(mean >> 5 | 1); }

void sound_rice_put(SoundBitWriter *writer, uint32_t value, int32_t count) { put(writer, value, count); }

uint32_t sound_rice_get(SoundBitReader *reader, int32_t count) { return get(reader, count); }

void sound_rice_end(SoundBitWriter *writer) { put(writer, 0, (32 - writer->count) & 31); }

void sound_rice_write(SoundBitWriter *writer, uint64_t *mean, const int32_t *residuals, ptrdiff_t count) {
  SoundBitWriter own = *writer;
  uint64_t sum = *mean;
  for (ptrdiff_t i = 0; i < count; i++) {
    const uint32_t number = (uint32_t)residuals[i] << 1 ^ (uint32_t)(residuals[i] >> 31);
    const int32_t low = parameter(sum);
    const uint32_t quotient = number >> low;
    if (quotient < longest_quotient) {
      put(&own, (UINT32_C(2) << quotient) - 2, (int32_t)quotient + 1);
      put(&own, number & ((UINT32_C(1) << low) - 1), low);
    } else {
      put(&own, (UINT32_C(1) << longest_quotient) - 1, longest_quotient);
      put(&own, number, number_bits);
    }
    sum += number - (sum >> 5);
  }
  *mean = sum;
  *writer = own;
}

void sound_rice_read(SoundBitReader *reader, uint64_t *mean, int32_t *residuals, ptrdiff_t count) {
  SoundBitReader own = *reader;
  uint64_t sum = *mean;
  for (ptrdiff_t i = 0; i < count; i++) {
    const int32_t low = parameter(sum);
    const uint64_t bits = peek(&own);
    const int32_t quotient = __builtin_clzll(~bits | 1);
    uint32_t number;
    if (quotient < longest_quotient) {
      own.position += quotient + 1;
      number = (uint32_t)quotient << low | get(&own, low);
    } else {
      own.position += longest_quotient;
      number = get(&own, number_bits);
    }
    residuals[i] = (int32_t)(number >> 1 ^ (0 - (number & 1)));
    sum += number - (sum >> 5);
  }
  *mean = sum;
  *reader = own;
}
