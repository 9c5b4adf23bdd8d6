/// The reader's state, shared by the files that make it up.
#ifndef PNG_SHIM_READER_H
#define PNG_SHIM_READER_H

#include "Shared.h"

struct PNGShimReader {
  png_structp png;
  png_infop info;
  const uint8_t *bytes;
  size_t count;
  size_t position;
  /// Bytes of metadata that may still be kept.
  size_t metadata_left;
  OwnedBytes chunks[PNGShimChunkCount];
  Failure failure;
};

/// Keeps what it wants of an ancillary chunk: libpng's callback for chunks that it does not interpret.
int png_shim_keep_chunk(png_structp png, png_unknown_chunkp chunk);

#endif
