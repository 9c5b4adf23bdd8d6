import ArgumentParser
import Bytes
import CompressedLearning

/// A probe on labelled data.
struct ProbeEvalCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "eval", abstract: "Tell how often a probe is right, and what it takes for what.",
    discussion: """
      Rows of the matrix are classes as they are, columns what they were taken for. A probe of pixels wants pictures.

      """ + ExitStatus.helpText)

  @Argument(help: ArgumentHelp("A probe, as `codec probe train` writes it.", valueName: "file"))
  var probe: String

  @OptionGroup var data: ProbeDataOptions

  @Option(help: ArgumentHelp("Draw the matrix to this SVG file.", valueName: "file"))
  var plot: String?

  @Flag(name: [.customShort("f"), .long], help: "Replace a plot that exists.")
  var force = false

  @Flag(name: .customLong("json"), help: "Write a JSON object.")
  var writesJSON = false

  func run() throws {
    let input = try InputFile(reading: probe)
    let file = try plot.map { try OutputFile($0, overwrites: force, inputs: [input.status]) }
    let model: ProbeModel
    do {
      model = try ProbeModel(parsing: input.bytes)
    } catch {
      throw ToolError(error, file: input.name)
    }
    let report: ProbeReport
    do {
      report = try ProbeReport(
        model, on: data.dataset(pixels: model.pixelReduction, classes: model.classes),
        threads: data.threading.count)
    } catch let error as CodecError {
      throw ToolError(error.description, ExitStatus(error))
    }
    try file?.write(Array(ConfusionPlot(report).svg.utf8), like: nil)
    try StandardStreams.print(writesJSON ? json(model, report).line : text(report))
  }

  private func text(_ report: ProbeReport) -> String {
    let side = report.classes.count
    let cell = max(4, report.confusion.map { String($0).count }.max() ?? 0) + 1
    let name = report.classes.map(\.count).max() ?? 0
    let rows = report.classes.indices.map { row in
      let counts = (0..<side).map { column in
        let digits = String(report.confusion[row * side + column])
        return String(repeating: " ", count: cell - digits.count) + digits
      }
      let title = report.classes[row]
      return title + String(repeating: " ", count: name - title.count) + counts.joined()
        + "  " + (report.recall(row).map { Figures.fixed(100 * $0, decimals: 1) + " %" } ?? "")
    }
    let summary =
      "\(report.correct) of \(report.count) right: \(Figures.fixed(100 * report.accuracy, decimals: 2)) %"
    return (rows + [summary]).joined(separator: "\n")
  }

  private func json(_ model: ProbeModel, _ report: ProbeReport) -> JSON {
    let side = report.classes.count
    return .object([
      ("probe", .text(model.kind.rawValue)), ("pixels", model.pixelReduction.map { .integer($0) } ?? .null),
      ("samples", .integer(report.count)), ("correct", .integer(report.correct)),
      ("accuracy", .real(report.accuracy)), ("classes", .array(report.classes.map { .text($0) })),
      ("recall", .array(report.classes.indices.map { .real(report.recall($0)) })),
      (
        "confusion",
        .array(
          report.classes.indices.map { row in
            .array(report.confusion[row * side..<(row + 1) * side].map { .integer($0) })
          })
      ),
    ])
  }
}
