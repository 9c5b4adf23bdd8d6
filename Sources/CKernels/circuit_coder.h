// Decisions of a circuit: read from a coded number as `RangeDecoder` does, or listed for a writer.
#pragma once

#include "circuit_walk.h"
#include "dispatch.h"

typedef struct {
  circuit_reader reader;
  circuit_trace trace;
} circuit_coder;

/// The next four bytes of a coded number; past their end come zeros.
KERNEL_INLINE uint32_t next_word(circuit_reader *reader) {
  const ptrdiff_t position = reader->position < reader->count ? reader->position : reader->count;
  const uint8_t *bytes = reader->bytes + position;
  reader->position += 4;
  return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

KERNEL_INLINE void renormalise(circuit_reader *reader) {
  if (__builtin_expect(reader->range >> 32 != 0, 1)) return;
  reader->code = reader->code << 32 | next_word(reader);
  reader->range <<= 32;
}

/// A one lies in [0, chance) of 2^16, a zero behind it.
KERNEL_INLINE int read_bit(circuit_reader *reader, uint32_t chance) {
  const uint64_t unit = reader->range >> 16;
  const uint64_t bound = unit * chance;
  if (reader->code < bound) {
    reader->range = bound;
    renormalise(reader);
    return 1;
  }
  reader->code -= bound;
  reader->range = (unit << 16) - bound;
  renormalise(reader);
  return 0;
}

/// The same without a jump, for what cannot be foreseen.
KERNEL_INLINE int read_even_bit(circuit_reader *reader, uint32_t chance) {
  const uint64_t unit = reader->range >> 16;
  const uint64_t bound = unit * chance;
  const uint64_t zero = (uint64_t)0 - (reader->code >= bound);
  reader->code -= bound & zero;
  reader->range = bound + (((unit << 16) - 2 * bound) & zero);
  renormalise(reader);
  return (int)zero + 1;
}

/// `count` equally likely bits, 1 ... 16.
KERNEL_INLINE int read_bits(circuit_reader *reader, int count) {
  const uint64_t unit = reader->range >> count;
  const uint64_t last = ((uint64_t)1 << count) - 1;
  const uint64_t place = reader->code / unit;
  const uint64_t value = place < last ? place : last;
  reader->code -= unit * value;
  reader->range = unit;
  renormalise(reader);
  return (int)value;
}

/// Chances of a one by log odds.
KERNEL_INLINE int32_t chance_of(const uint16_t *chances, uint32_t odds) {
  int32_t place = ((int32_t)odds >> circuit_odds_shift) + circuit_chance_count / 2;
  if (__builtin_expect((uint32_t)place >= circuit_chance_count, 0)) place = place < 0 ? 0 : circuit_chance_count - 1;
  return chances[place];
}

/// What gates move by after a decision.
KERNEL_INLINE uint32_t move_of(int bit, int32_t chance, int32_t rate) {
  return (uint32_t)((((bit << 16) - chance) * rate + 512) >> 10);
}

KERNEL_INLINE void trace_bit(circuit_coder *coder, int bit, int32_t chance) {
  *coder->trace.next++ = (uint32_t)chance | (uint32_t)bit << 16;
}

KERNEL_INLINE void move_gates(int32_t *const *gates, const int count, uint32_t move) {
  for (int gate = 0; gate < count; gate++) *gates[gate] = (int32_t)((uint32_t)*gates[gate] + move);
}

/// A decision by the sum of some log odds, each of which moves by the error.
KERNEL_INLINE int code_bit(const int reads, circuit_coder *coder, const uint16_t *chances, int bit,
                           int32_t *const *gates, const int count, int32_t rate) {
  uint32_t odds = 0;
  for (int gate = 0; gate < count; gate++) odds += (uint32_t)*gates[gate];
  const int32_t chance = chance_of(chances, odds);
  if (reads) {
    bit = read_bit(&coder->reader, (uint32_t)chance);
  } else {
    trace_bit(coder, bit, chance);
  }
  // Two ends that the compiler may not join, so that what follows need not ask again.
  if (bit) {
    move_gates(gates, count, move_of(1, chance, rate));
    __asm__ volatile("");
    return 1;
  }
  move_gates(gates, count, move_of(0, chance, rate));
  return 0;
}

/// Equally likely bits, 1 ... 16.
KERNEL_INLINE int code_bits(const int reads, circuit_coder *coder, int value, int count) {
  if (reads) return read_bits(&coder->reader, count);
  *coder->trace.next++ = (uint32_t)1 << 31 | (uint32_t)count << 24 | (uint32_t)value;
  return value;
}

/// value >= 0 as the binary digits of value + 1 behind as many zeros less one.
KERNEL_INLINE int code_golomb(const int reads, circuit_coder *coder, int value) {
  const int digits = reads ? 0 : 31 - __builtin_clz((unsigned)value + 1);
  int length = 0;
  while (length < circuit_longest_prefix && !code_bits(reads, coder, length >= digits, 1)) length++;
  int coded = 1;
  for (int place = length - 1; place >= 0; place--) {
    coded = coded << 1 | code_bits(reads, coder, (value + 1) >> place & 1, 1);
  }
  return coded - 1;
}
