#include "Reader.h"

#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

static void read_bytes(png_structp png, png_bytep target, size_t count) {
  PNGShimReader *reader = png_get_io_ptr(png);
  if (count > reader->count - reader->position) png_error(png, "the file ends too early");
  memcpy(target, reader->bytes + reader->position, count);
  reader->position += count;
}

PNGShimReader *png_shim_reader_create(const uint8_t *bytes, size_t count, size_t metadata_limit) {
  PNGShimReader *reader = calloc(1, sizeof *reader);
  if (!reader) return NULL;
  reader->bytes = bytes;
  reader->count = count;
  reader->metadata_left = metadata_limit;
  reader->png = png_create_read_struct(
      PNG_LIBPNG_VER_STRING, &reader->failure, png_shim_fail, png_shim_ignore_warning);
  if (reader->png) reader->info = png_create_info_struct(reader->png);
  if (!reader->info) {
    png_shim_reader_destroy(reader);
    return NULL;
  }
  return reader;
}

void png_shim_reader_destroy(PNGShimReader *reader) {
  png_destroy_read_struct(&reader->png, &reader->info, NULL);
  for (int chunk = 0; chunk < PNGShimChunkCount; chunk++) free(reader->chunks[chunk].data);
  free(reader);
}

PNGShimStatus png_shim_reader_read_header(PNGShimReader *reader, PNGShimHeader *header) {
  png_structp png = reader->png;
  png_infop info = reader->info;
  if (setjmp(png_jmpbuf(png))) return reader->failure.status;

  png_set_read_fn(png, reader, read_bytes);
  png_set_crc_action(png, PNG_CRC_ERROR_QUIT, PNG_CRC_ERROR_QUIT);
  // The caller has limits of its own on the size. A chunk longer than the whole file never fits in it.
  png_set_user_limits(png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
  png_set_chunk_malloc_max(png, reader->count);
  // Metadata passes through as it stands, so libpng interprets no ancillary chunk but tRNS.
  png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_NEVER, NULL, -1);
  png_set_read_user_chunk_fn(png, reader, png_shim_keep_chunk);
  png_read_info(png, info);

  const int color = png_get_color_type(png, info);
  const int alpha = (color & PNG_COLOR_MASK_ALPHA) || png_get_valid(png, info, PNG_INFO_tRNS);
  header->width = png_get_image_width(png, info);
  header->height = png_get_image_height(png, info);
  header->channels = (color & PNG_COLOR_MASK_COLOR ? 3 : 1) + (alpha ? 1 : 0);
  header->depth = png_get_bit_depth(png, info) == 16 ? 16 : 8;
  return PNGShimStatusFine;
}

size_t png_shim_reader_packed_row_bytes(PNGShimReader *reader) {
  return png_get_rowbytes(reader->png, reader->info);
}

PNGShimStatus png_shim_reader_read_pixels(PNGShimReader *reader, void *pixels, size_t count) {
  png_structp png = reader->png;
  png_infop info = reader->info;
  if (setjmp(png_jmpbuf(png))) return reader->failure.status;

  png_set_expand(png);
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
  png_set_swap(png);
#endif
  const int passes = png_set_interlace_handling(png);
  png_read_update_info(png, info);
  const size_t height = png_get_image_height(png, info);
  const size_t row_bytes = png_get_rowbytes(png, info);
  if (count / height != row_bytes || count % height != 0) png_error(png, "rows have an unexpected size");

  for (int pass = 0; pass < passes; pass++) {
    for (size_t row = 0; row < height; row++) {
      png_read_row(png, (png_bytep)pixels + row * row_bytes, NULL);
    }
  }
  png_read_end(png, info);
  return PNGShimStatusFine;
}

PNGShimBytes png_shim_reader_chunk(const PNGShimReader *reader, PNGShimChunk chunk) {
  return (PNGShimBytes){reader->chunks[chunk].data, reader->chunks[chunk].count};
}

const char *png_shim_reader_message(const PNGShimReader *reader) { return reader->failure.message; }
