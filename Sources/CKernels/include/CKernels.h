#pragma once

#include "activation.h"
#include "circuit_passes.h"
#include "colour.h"
#include "contexts.h"
#include "convolution.h"
#include "depthwise.h"
#include "dispatch.h"
#include "interleave.h"
#include "lifting.h"
#include "mix.h"
#include "quantize.h"
#include "tree_messages.h"
