import Codecs

/// What `info` prints of one file that holds a table.
struct TableSummaryReport {
  var input: InputFile
  var summary: TableFileSummary

  private var bits: Double {
    8 * Double(summary.fileBytes) / Double(summary.rows) / Double(summary.shape.reduce(1, *))
  }

  /// For people: a line with the name, then one for each matter.
  var text: String {
    let shape = summary.shape.isEmpty ? "1 value" : summary.shape.map(String.init).joined(separator: "x")
    let groups = summary.groupBytes
    return [
      input.name.onOneLine,
      "  table     \(summary.rows) samples of \(shape), values 0 to \(summary.cardinality - 1)",
      "  origin    \(summary.originFormat)".onOneLine,
      "  circuit   \(ModelIdentity.hexadecimal(summary.digest))",
      "  streams   " + (summary.streams == .shared ? "one a group" : "one a sample"),
      "  size      \(summary.fileBytes) bytes, \(Figures.fixed(bits, decimals: 4)) bits a value",
      "  groups    \(groups.count), \(groups.reduce(0, +)) bytes in all, the largest \(groups.max() ?? 0)",
    ].joined(separator: "\n")
  }

  /// For programs.
  var json: JSON {
    .object([
      ("file", .text(input.path)), ("bytes", .integer(summary.fileBytes)),
      ("samples", .integer(summary.rows)), ("shape", .array(summary.shape.map(JSON.integer))),
      ("cardinality", .integer(summary.cardinality)), ("origin", .text(summary.originFormat)),
      ("circuit", .text(ModelIdentity.hexadecimal(summary.digest))),
      ("per_sample", .number(summary.streams == .perSample ? "true" : "false")),
      ("bits_per_dimension", .real(bits)), ("groups", .integer(summary.groupBytes.count)),
      ("group_bytes", .array(summary.groupBytes.map(JSON.integer))),
    ])
  }
}
