/// PNG through libpng's classic interface, which reports errors with longjmp: everything between a setjmp and
/// its longjmp lives in this target, and callers see plain return values. All input and output is in memory.
#ifndef PNG_SHIM_H
#define PNG_SHIM_H

#include <stddef.h>
#include <stdint.h>

typedef enum __attribute__((enum_extensibility(closed))) {
  PNGShimStatusFine = 0,
  /// The bytes (reading) or the picture (writing) are not what PNG allows.
  PNGShimStatusInvalid,
  /// The metadata takes more bytes than the reader was given.
  PNGShimStatusOverLimit,
} PNGShimStatus;

typedef struct {
  uint32_t width;
  uint32_t height;
  /// 1 gray, 2 gray and alpha, 3 RGB, 4 RGB and alpha.
  uint8_t channels;
  /// Bits of a sample: 8 or 16 (native byte order in memory).
  uint8_t depth;
} PNGShimHeader;

/// `data` is null where there is nothing; it belongs to the reader or writer it came from.
typedef struct {
  const uint8_t *_Nullable data;
  size_t count;
} PNGShimBytes;

/// Metadata by chunk. The content is that of the chunk, except that the ICC profile is the profile itself and
/// the XMP packet is the text itself, both decompressed and without the chunk's own fields.
typedef enum __attribute__((enum_extensibility(closed))) {
  PNGShimChunkICC = 0,
  PNGShimChunkSRGB,
  PNGShimChunkGamma,
  PNGShimChunkChromaticities,
  PNGShimChunkDensity,
  PNGShimChunkEXIF,
  PNGShimChunkXMP,
} PNGShimChunk;

enum { PNGShimChunkCount = PNGShimChunkXMP + 1 };

typedef struct PNGShimReader PNGShimReader;
typedef struct PNGShimWriter PNGShimWriter;

/// The bytes must outlive the reader. Null when memory is out. `metadata_limit` bounds all chunks together.
PNGShimReader *_Nullable png_shim_reader_create(
    const uint8_t *_Nullable bytes, size_t count, size_t metadata_limit);
void png_shim_reader_destroy(PNGShimReader *_Nonnull reader);

/// Reads up to the first pixels; takes no memory that depends on the picture's size.
PNGShimStatus png_shim_reader_read_header(PNGShimReader *_Nonnull reader, PNGShimHeader *_Nonnull header);

/// Bytes of one row as the file packs it (a palette index counts with its own bits). After the header.
size_t png_shim_reader_packed_row_bytes(PNGShimReader *_Nonnull reader);

/// Fills exactly `count` bytes, rows top to bottom, samples interleaved; then reads to the file's end.
PNGShimStatus png_shim_reader_read_pixels(
    PNGShimReader *_Nonnull reader, void *_Nonnull pixels, size_t count);

/// Complete only after the pixels are read, because chunks may follow them.
PNGShimBytes png_shim_reader_chunk(const PNGShimReader *_Nonnull reader, PNGShimChunk chunk);

/// One line about the last status that was not fine.
const char *_Nonnull png_shim_reader_message(const PNGShimReader *_Nonnull reader);

/// Null when memory is out.
PNGShimWriter *_Nullable png_shim_writer_create(void);
void png_shim_writer_destroy(PNGShimWriter *_Nonnull writer);

/// Sets, once, what a chunk of the file will hold; the bytes are copied. Not fine when memory is out.
PNGShimStatus png_shim_writer_set_chunk(
    PNGShimWriter *_Nonnull writer, PNGShimChunk chunk, const uint8_t *_Nullable bytes, size_t count);

/// Writes the whole file, once. `pixels` is laid out as the reader fills it.
PNGShimStatus png_shim_writer_write(
    PNGShimWriter *_Nonnull writer, PNGShimHeader header, const void *_Nonnull pixels);

/// The file.
PNGShimBytes png_shim_writer_output(const PNGShimWriter *_Nonnull writer);

const char *_Nonnull png_shim_writer_message(const PNGShimWriter *_Nonnull writer);

#endif
