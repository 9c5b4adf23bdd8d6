#pragma once
#include "contexts.h"
#include "dispatch.h"
