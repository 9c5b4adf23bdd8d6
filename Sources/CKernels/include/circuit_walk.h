// The circuit of latents, row by row: which decisions are made, which gates choose their chances, and how the gates
// move. Integers only; sums wrap, should the weights of a model be absurd.
#pragma once

#include "circuit_plane.h"

#pragma clang assume_nonnull begin

/// A reader at the start of its bytes.
circuit_reader circuit_reader_start(const uint8_t *bytes, ptrdiff_t count);

/// Reads the latents of row y.
void circuit_read_row(const circuit_coding *coding, ptrdiff_t y, circuit_reader *reader);

/// The decisions about the latents of row y.
void circuit_trace_row(const circuit_coding *coding, ptrdiff_t y, circuit_trace *trace);

/// Prepares a plane for those coded after it, once all its rows are coded.
void circuit_finish_plane(const circuit_plane *plane);

#pragma clang assume_nonnull end
