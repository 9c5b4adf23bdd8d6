/// What reader and writer have in common.
#ifndef PNG_SHIM_SHARED_H
#define PNG_SHIM_SHARED_H

#include <png.h>

#include "PNGShim.h"

typedef struct {
  PNGShimStatus status;
  char message[160];
} Failure;

/// `data` is null where there is nothing, and never null for bytes of count 0.
typedef struct {
  uint8_t *data;
  size_t count;
} OwnedBytes;

/// Fills an empty `target`; 0 when memory is out.
int png_shim_copy(OwnedBytes *target, const uint8_t *bytes, size_t count);

/// libpng's error function: notes the text in the `Failure` that is the error pointer, and jumps.
_Noreturn void png_shim_fail(png_structp png, png_const_charp message);

/// libpng's warning function: a warning changes nothing that a caller could act on.
void png_shim_ignore_warning(png_structp png, png_const_charp message);

/// The keyword of the iTXt chunk that holds an XMP packet, and its length with the zero byte that ends it.
#define XMP_KEYWORD "XML:com.adobe.xmp"
#define XMP_KEYWORD_BYTES sizeof(XMP_KEYWORD)

#endif
