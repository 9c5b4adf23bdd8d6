#include "Shared.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void png_shim_fail(png_structp png, png_const_charp message) {
  Failure *failure = png_get_error_ptr(png);
  if (failure->status == PNGShimStatusFine) failure->status = PNGShimStatusInvalid;
  snprintf(failure->message, sizeof failure->message, "%s", message);
  png_longjmp(png, 1);
}

void png_shim_ignore_warning(png_structp png, png_const_charp message) {
  (void)png;
  (void)message;
}

int png_shim_copy(OwnedBytes *target, const uint8_t *bytes, size_t count) {
  target->data = malloc(count + 1);
  if (!target->data) return 0;
  if (count) memcpy(target->data, bytes, count);
  target->count = count;
  return 1;
}
