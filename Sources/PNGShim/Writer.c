#include <setjmp.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "Shared.h"

struct PNGShimWriter {
  png_structp png;
  png_infop info;
  OwnedBytes chunks[PNGShimChunkCount];
  uint8_t *output;
  size_t count;
  size_t capacity;
  /// A chunk under construction; kept here because libpng's errors jump over local variables.
  uint8_t *scratch;
  Failure failure;
};

static void write_bytes(png_structp png, png_bytep bytes, size_t count) {
  PNGShimWriter *writer = png_get_io_ptr(png);
  if (count > writer->capacity - writer->count) {
    const size_t capacity = 2 * writer->capacity + count;
    uint8_t *grown = realloc(writer->output, capacity);
    if (!grown) png_error(png, "out of memory");
    writer->output = grown;
    writer->capacity = capacity;
  }
  memcpy(writer->output + writer->count, bytes, count);
  writer->count += count;
}

static void flush_nothing(png_structp png) { (void)png; }

PNGShimWriter *png_shim_writer_create(void) {
  PNGShimWriter *writer = calloc(1, sizeof *writer);
  if (!writer) return NULL;
  writer->png = png_create_write_struct(
      PNG_LIBPNG_VER_STRING, &writer->failure, png_shim_fail, png_shim_ignore_warning);
  if (writer->png) writer->info = png_create_info_struct(writer->png);
  if (!writer->info) {
    png_shim_writer_destroy(writer);
    return NULL;
  }
  return writer;
}

void png_shim_writer_destroy(PNGShimWriter *writer) {
  png_destroy_write_struct(&writer->png, &writer->info);
  for (int chunk = 0; chunk < PNGShimChunkCount; chunk++) free(writer->chunks[chunk].data);
  free(writer->output);
  free(writer->scratch);
  free(writer);
}

PNGShimStatus png_shim_writer_set_chunk(
    PNGShimWriter *writer, PNGShimChunk chunk, const uint8_t *bytes, size_t count) {
  if (png_shim_copy(&writer->chunks[chunk], bytes, count)) return PNGShimStatusFine;
  writer->failure = (Failure){PNGShimStatusInvalid, "out of memory"};
  return PNGShimStatusInvalid;
}

static void write_raw(PNGShimWriter *writer, const char *name, PNGShimChunk chunk) {
  const OwnedBytes bytes = writer->chunks[chunk];
  if (bytes.data) png_write_chunk(writer->png, (png_const_bytep)name, bytes.data, bytes.count);
}

/// Room for a chunk that is a head and up to `count` bytes more.
static uint8_t *scratch_with_head(PNGShimWriter *writer, const void *head, size_t head_count, size_t count) {
  free(writer->scratch);
  writer->scratch = malloc(head_count + count);
  if (!writer->scratch) png_error(writer->png, "out of memory");
  memcpy(writer->scratch, head, head_count);
  return writer->scratch + head_count;
}

static void write_profile(PNGShimWriter *writer) {
  static const char head[] = "ICC profile\0";  // Name, 0, method 0: sizeof counts the last zero.
  const OwnedBytes profile = writer->chunks[PNGShimChunkICC];
  if (!profile.data) return;
  uLongf count = compressBound(profile.count);
  uint8_t *target = scratch_with_head(writer, head, sizeof head, count);
  if (compress(target, &count, profile.data, profile.count) != Z_OK) png_error(writer->png, "out of memory");
  png_write_chunk(writer->png, (png_const_bytep) "iCCP", writer->scratch, sizeof head + count);
}

static void write_packet(PNGShimWriter *writer) {
  // Keyword, 0, not compressed, method 0, no language, 0, no translated keyword, 0.
  static const char head[XMP_KEYWORD_BYTES + 4] = XMP_KEYWORD;
  const OwnedBytes packet = writer->chunks[PNGShimChunkXMP];
  if (!packet.data) return;
  memcpy(scratch_with_head(writer, head, sizeof head, packet.count), packet.data, packet.count);
  png_write_chunk(writer->png, (png_const_bytep) "iTXt", writer->scratch, sizeof head + packet.count);
}

PNGShimStatus png_shim_writer_write(PNGShimWriter *writer, PNGShimHeader header, const void *pixels) {
  static const int color_types[] = {
      PNG_COLOR_TYPE_GRAY, PNG_COLOR_TYPE_GRAY_ALPHA, PNG_COLOR_TYPE_RGB, PNG_COLOR_TYPE_RGB_ALPHA};
  png_structp png = writer->png;
  png_infop info = writer->info;
  if (setjmp(png_jmpbuf(png))) return writer->failure.status;

  png_set_write_fn(png, writer, write_bytes, flush_nothing);
  png_set_user_limits(png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
  png_set_IHDR(
      png, info, header.width, header.height, header.depth, color_types[header.channels - 1],
      PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  // Of the fixed filters and fast strategies of zlib this pair gives photographs the smallest files for its
  // time: smaller and faster than level 1 with the usual matcher, and runs keep flat pictures small.
  png_set_filter(png, PNG_FILTER_TYPE_BASE, PNG_FILTER_AVG);
  png_set_compression_level(png, 1);
  png_set_compression_strategy(png, Z_RLE);
  png_set_compression_buffer_size(png, 1 << 18);
  png_write_info(png, info);
  write_raw(writer, "sRGB", PNGShimChunkSRGB);
  write_raw(writer, "gAMA", PNGShimChunkGamma);
  write_raw(writer, "cHRM", PNGShimChunkChromaticities);
  write_raw(writer, "pHYs", PNGShimChunkDensity);
  write_raw(writer, "eXIf", PNGShimChunkEXIF);
  write_profile(writer);
  write_packet(writer);
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
  if (header.depth == 16) png_set_swap(png);
#endif
  const size_t row_bytes = (size_t)header.width * header.channels * (header.depth / 8);
  for (size_t row = 0; row < header.height; row++) {
    png_write_row(png, (png_const_bytep)pixels + row * row_bytes);
  }
  png_write_end(png, NULL);
  return PNGShimStatusFine;
}

PNGShimBytes png_shim_writer_output(const PNGShimWriter *writer) {
  return (PNGShimBytes){writer->output, writer->count};
}

const char *png_shim_writer_message(const PNGShimWriter *writer) { return writer->failure.message; }
