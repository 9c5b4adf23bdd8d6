#pragma once

#include "activation.h"
#include "colour.h"
#include "contexts.h"
#include "convolution.h"
#include "depthwise.h"
#include "dispatch.h"
#include "interleave.h"
#include "lifting.h"
#include "mix.h"
#include "quantize.h"
