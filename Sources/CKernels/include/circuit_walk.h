// The circuit of latents, row by row: which decisions are made, which gates choose their chances, and how the gates
// move. Integers only; sums wrap, should the weights of a model be absurd.
#pragma once

#include "circuit_row.h"

#pragma clang assume_nonnull begin

/// A reader at the start of its bytes.
circuit_reader circuit_reader_start(const uint8_t *bytes, ptrdiff_t count);

/// Reads the latents of a row.
void circuit_read_row(const circuit_row *row, circuit_reader *reader);

/// The decisions about the latents of a row.
void circuit_trace_row(const circuit_row *row, circuit_trace *trace);

/// Contexts of a row whose residuals are coded one by one.
void circuit_begin_row(const circuit_row *row);

/// Reads one residual. `phase` is what rounding took from its prediction, 0 ... 11.
int32_t circuit_read_residual(const circuit_row *row, circuit_reader *reader, ptrdiff_t x, int phase);

/// The decisions about one residual.
void circuit_trace_residual(const circuit_row *row, circuit_trace *trace, ptrdiff_t x, int phase,
                            int32_t residual);

#pragma clang assume_nonnull end
