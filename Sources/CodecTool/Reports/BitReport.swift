import Codecs

/// What `info --bits` prints of one file.
struct BitReport {
  var input: InputFile
  var budget: BitBudget

  /// For people: a line with the name, then one for each place that bits went to.
  var text: String {
    let total = 8 * Double(budget.fileBytes)
    func line(_ name: String, _ bits: Double, _ more: String = "") -> String {
      let share = Figures.fixed(100 * bits / total, decimals: 2) + " %"
      let columns = [Figures.fixed(bits / 8, decimals: 1) + " B", share]
      return "  " + name + String(repeating: " ", count: max(1, 26 - name.count))
        + columns.map { String(repeating: " ", count: max(1, 12 - $0.count)) + $0 }.joined() + more
    }
    var lines = [input.name.onOneLine]
    for plane in budget.planes {
      let each = Figures.fixed(plane.length.bits / Double(plane.latents), decimals: 4)
      lines.append(line(plane.name, plane.length.bits, "  \(each) bits a latent"))
    }
    if let alpha = budget.alpha { lines.append(line("alpha", alpha.bits)) }
    lines.append(line("ends of streams", budget.coderBits))
    lines.append(line("metadata", 8 * Double(budget.metadataBytes)))
    lines.append(line("header and group table", 8 * Double(budget.headerBytes)))
    lines.append(line("file", total))
    return lines.joined(separator: "\n")
  }

  /// For programs.
  var json: JSON {
    .object([
      ("file", .text(input.path)), ("bytes", .integer(budget.fileBytes)),
      (
        "planes",
        .array(
          budget.planes.map {
            .object([
              ("name", .text($0.name)), ("latents", .integer($0.latents)), ("bits", .real($0.length.bits)),
            ])
          })
      ),
      ("alpha_bits", .real(budget.alpha?.bits)), ("coder_bits", .real(budget.coderBits)),
      ("metadata_bytes", .integer(budget.metadataBytes)), ("header_bytes", .integer(budget.headerBytes)),
    ])
  }
}
