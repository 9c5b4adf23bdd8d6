import CompressedLearning

/// A matrix of what was taken for what, drawn as SVG: the share of its row as the depth of a cell, and the count in it.
struct ConfusionPlot {
  private let report: ProbeReport

  private static let cell = 44
  private static let letter = 8

  init(_ report: ProbeReport) { self.report = report }

  var svg: String {
    let side = report.classes.count
    let margin = 24 + Self.letter * (report.classes.map(\.count).max() ?? 0)
    let (width, height) = (margin + side * Self.cell + 24, margin + side * Self.cell + 44)
    var parts = [
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(width) \(height)\" width=\"\(width)\" "
        + "height=\"\(height)\" font-family=\"sans-serif\" font-size=\"13\">",
      "<rect width=\"100%\" height=\"100%\" fill=\"white\"/>",
    ]
    for row in 0..<side {
      let middle = margin + row * Self.cell + Self.cell / 2
      let name = Self.escaped(report.classes[row])
      parts.append("<text x=\"\(margin - 8)\" y=\"\(middle + 5)\" text-anchor=\"end\">\(name)</text>")
      parts.append(
        "<text transform=\"translate(\(middle + 5) \(margin - 8)) rotate(-90)\" text-anchor=\"start\">\(name)</text>"
      )
      let counts = report.confusion[row * side..<(row + 1) * side]
      let total = max(1, counts.reduce(0, +))
      for (column, count) in counts.enumerated() {
        parts += cell(count, share: Double(count) / Double(total), row: row, column: column, margin: margin)
      }
    }
    let accuracy = Figures.fixed(100 * report.accuracy, decimals: 1)
    parts.append(
      "<text x=\"\(margin)\" y=\"\(height - 16)\" font-size=\"15\">\(report.correct) of \(report.count) right: "
        + "\(accuracy) %; rows are true</text>")
    return (parts + ["</svg>", ""]).joined(separator: "\n")
  }

  private func cell(_ count: Int, share: Double, row: Int, column: Int, margin: Int) -> [String] {
    let (x, y) = (margin + column * Self.cell, margin + row * Self.cell)
    // White to a dark blue; writing is white where that is read better.
    let colour = [(255.0, 20.0), (255, 70), (255, 140)].map { Int($0.0 + ($0.1 - $0.0) * share) }
    let fill = "rgb(\(colour[0]),\(colour[1]),\(colour[2]))"
    return [
      "<rect x=\"\(x)\" y=\"\(y)\" width=\"\(Self.cell)\" height=\"\(Self.cell)\" fill=\"\(fill)\" stroke=\"#dddddd\"/>",
      "<text x=\"\(x + Self.cell / 2)\" y=\"\(y + Self.cell / 2 + 5)\" text-anchor=\"middle\" "
        + "fill=\"\(share > 0.5 ? "white" : "#333333")\">\(count)</text>",
    ]
  }

  private static func escaped(_ text: String) -> String {
    text.onOneLine.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
  }
}
