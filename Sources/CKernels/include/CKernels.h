// Numeric kernels: free functions over buffers, one operation a file.
#pragma once

#include "activation.h"
#include "convolution.h"
#include "depthwise.h"
#include "dispatch.h"
