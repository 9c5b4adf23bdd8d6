// The functions are Swift's; this holds the header against a C compiler.
#include "codec.h"

_Static_assert(sizeof(codec_error) == 512, "an error has no gaps");
