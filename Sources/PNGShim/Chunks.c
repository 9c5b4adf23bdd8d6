#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "Reader.h"

static const struct {
  char name[5];
  PNGShimChunk chunk;
} raw_chunks[] = {
    {"sRGB", PNGShimChunkSRGB},    {"gAMA", PNGShimChunkGamma}, {"cHRM", PNGShimChunkChromaticities},
    {"pHYs", PNGShimChunkDensity}, {"eXIf", PNGShimChunkEXIF},
};

_Noreturn static void fail_over_limit(PNGShimReader *reader) {
  reader->failure.status = PNGShimStatusOverLimit;
  png_chunk_error(reader->png, "metadata takes more bytes than allowed");
}

static void keep_raw(PNGShimReader *reader, PNGShimChunk chunk, const uint8_t *bytes, size_t count) {
  if (count > reader->metadata_left) fail_over_limit(reader);
  if (!png_shim_copy(&reader->chunks[chunk], bytes, count)) png_chunk_error(reader->png, "out of memory");
  reader->metadata_left -= count;
}

typedef enum { InflateFine, InflateBroken, InflateOverLimit, InflateNoMemory } InflateResult;

/// Inflates one zlib stream, which must fill the source, into memory that grows to at most `limit` + 1 bytes.
static InflateResult inflate_bounded(const uint8_t *bytes, size_t count, size_t limit, OwnedBytes *target) {
  z_stream stream = {.next_in = (Bytef *)bytes, .avail_in = (uInt)count};
  if (inflateInit(&stream) != Z_OK) return InflateNoMemory;
  InflateResult result = InflateFine;
  size_t capacity = 0;
  int status = Z_OK;
  while (result == InflateFine && status == Z_OK) {
    if (target->count == capacity) {
      capacity = capacity ? 2 * capacity : 4096;
      if (capacity > limit) capacity = limit + 1;
      uint8_t *grown = target->count < capacity ? realloc(target->data, capacity) : NULL;
      if (!grown) {
        result = target->count == capacity ? InflateOverLimit : InflateNoMemory;
        break;
      }
      target->data = grown;
    }
    const size_t room = capacity - target->count;
    const uInt step = room < 1u << 30 ? (uInt)room : 1u << 30;
    stream.next_out = target->data + target->count;
    stream.avail_out = step;
    status = inflate(&stream, Z_NO_FLUSH);
    target->count += step - stream.avail_out;
    if (target->count > limit) result = InflateOverLimit;
  }
  if (result == InflateFine && (status != Z_STREAM_END || stream.avail_in != 0)) result = InflateBroken;
  inflateEnd(&stream);
  return result;
}

static void keep_inflated(PNGShimReader *reader, PNGShimChunk chunk, const uint8_t *bytes, size_t count) {
  OwnedBytes *target = &reader->chunks[chunk];
  switch (inflate_bounded(bytes, count, reader->metadata_left, target)) {
    case InflateFine: reader->metadata_left -= target->count; break;
    case InflateBroken: png_chunk_error(reader->png, "compressed metadata is damaged");
    case InflateOverLimit: fail_over_limit(reader);
    case InflateNoMemory: png_chunk_error(reader->png, "out of memory");
  }
}

/// What follows the next zero byte; null when there is none.
static const uint8_t *after_zero(const uint8_t *bytes, const uint8_t *end) {
  const uint8_t *zero = memchr(bytes, 0, (size_t)(end - bytes));
  return zero ? zero + 1 : NULL;
}

/// iCCP: name, 0, method (0: zlib), compressed profile.
static void keep_profile(PNGShimReader *reader, const uint8_t *bytes, const uint8_t *end) {
  const uint8_t *method = after_zero(bytes, end);
  if (!method || method == end || *method != 0) png_chunk_error(reader->png, "impossible header");
  keep_inflated(reader, PNGShimChunkICC, method + 1, (size_t)(end - method - 1));
}

/// iTXt: keyword, 0, compressed or not, method (0: zlib), language, 0, translated keyword, 0, text.
static void keep_packet(PNGShimReader *reader, const uint8_t *bytes, const uint8_t *end) {
  const uint8_t *flags = bytes + XMP_KEYWORD_BYTES;
  const uint8_t *text = end - flags < 2 ? NULL : after_zero(flags + 2, end);
  if (text) text = after_zero(text, end);
  if (!text || flags[0] > 1 || flags[1] != 0) png_chunk_error(reader->png, "impossible header");
  const size_t count = (size_t)(end - text);
  if (flags[0]) {
    keep_inflated(reader, PNGShimChunkXMP, text, count);
  } else {
    keep_raw(reader, PNGShimChunkXMP, text, count);
  }
}

static int is_absent(const PNGShimReader *reader, PNGShimChunk chunk) { return !reader->chunks[chunk].data; }

int png_shim_keep_chunk(png_structp png, png_unknown_chunkp source) {
  PNGShimReader *reader = png_get_user_chunk_ptr(png);
  const char *name = (const char *)source->name;
  const uint8_t *bytes = source->data ? source->data : (const uint8_t *)"";
  const uint8_t *end = bytes + source->size;
  if (!(source->name[0] & 0x20)) png_chunk_error(png, "a critical chunk of unknown meaning");
  for (size_t index = 0; index < sizeof raw_chunks / sizeof raw_chunks[0]; index++) {
    const PNGShimChunk chunk = raw_chunks[index].chunk;
    if (strcmp(name, raw_chunks[index].name) == 0 && is_absent(reader, chunk)) {
      keep_raw(reader, chunk, bytes, source->size);
    }
  }
  if (strcmp(name, "iCCP") == 0 && is_absent(reader, PNGShimChunkICC)) keep_profile(reader, bytes, end);
  if (strcmp(name, "iTXt") == 0 && is_absent(reader, PNGShimChunkXMP) && source->size >= XMP_KEYWORD_BYTES
      && memcmp(bytes, XMP_KEYWORD, XMP_KEYWORD_BYTES) == 0) {
    keep_packet(reader, bytes, end);
  }
  return 1;
}
