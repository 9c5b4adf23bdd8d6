import Tables

/// What is told about one table compressed or decompressed.
struct TableReport {
  /// Paths; `-` for a standard stream.
  var input: String
  var output: String
  var samples: SampleTable
  var codedBytes: Int
  /// Samples filled for lost ones.
  var lostSamples = 0
  var seconds: Double

  private var bits: Double { 8 * Double(codedBytes) / Double(samples.table.values.count) }

  private var shape: String {
    samples.shape.isEmpty ? "1 value" : samples.shape.map(String.init).joined(separator: "x")
  }

  /// For people.
  var line: String {
    [
      "\(input) → \(output)", "\(samples.table.rowCount) samples of \(shape)",
      Figures.fixed(bits, decimals: 4) + " bits a value", Figures.bytes(codedBytes),
      Figures.fixed(seconds, decimals: 1) + " s",
    ].joined(separator: "  ")
  }

  /// For programs. Bytes and bits are those of the coded file.
  var json: JSON {
    .object([
      ("input", .text(input)), ("output", .text(output)), ("samples", .integer(samples.table.rowCount)),
      ("shape", .array(samples.shape.map(JSON.integer))), ("bytes", .integer(codedBytes)),
      ("bits_per_dimension", .real(bits)), ("lost_samples", .integer(lostSamples)),
      ("seconds", .real(seconds)),
    ])
  }
}
