import ArgumentParser
import Bytes
import Codecs
import Media
import ProbabilisticCircuits
import Tables

/// A circuit to samples of its distribution.
struct CircuitSampleCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sample", abstract: "Draw samples from a circuit.",
    discussion: """
      The output is a table when its name ends in .idx or .npy, a sheet of all pictures when it ends in .png, and else a \
      folder of PNG pictures. Pictures need --shape.

      """ + ExitStatus.helpText)

  @Argument(help: CircuitFile.help)
  var circuit: String

  @OptionGroup var output: SingleOutputOptions

  @Option(name: [.customShort("n"), .long], help: ArgumentHelp("How many.", valueName: "n"))
  var count = 64

  @Option(
    help: ArgumentHelp(
      "Height, width and, if there are three, channels of a sample: 28x28, 32x32x3.", valueName: "HxW[xC]"))
  var shape: SampleShape?

  @Option(help: ArgumentHelp("Of the random numbers; the same seed gives the same samples.", valueName: "n"))
  var seed: UInt64 = 1

  func validate() throws {
    if !(1...1_000_000).contains(count) { throw ValidationError("--count is 1 to 1000000") }
    if output.output == InputFile.standardStream {
      throw ValidationError("samples need a name with --output")
    }
  }

  func run() throws {
    let inputs = [FileStatus(path: circuit)]
    let model = try CircuitFile.model(at: circuit)
    let columns = model.circuit.cardinalities.count
    let shape = try dimensions(columns)
    guard count <= TableLimits.standard.values / columns else {
      throw ToolError(CodecError.limitExceeded("\(count) samples of \(columns) values"), file: output.output)
    }
    if let format = TableFormats.named(byExtension: output.output.pathExtension) {
      let file = try OutputFile(output.output, overwrites: output.force, inputs: inputs)
      try file.write(format.write(samples(of: model), shape: shape), like: nil)
    } else if output.output.pathExtension == "png" {
      let file = try OutputFile(output.output, overwrites: output.force, inputs: inputs)
      let sheet = try contactSheet(model)
      do {
        try file.write(PNGFormat().write(sheet.sheet()), like: nil)
      } catch {
        throw ToolError(error, file: output.output)
      }
    } else {
      let folder = try PictureFolder(output.output, overwrites: output.force, inputs: inputs)
      let digits = String(count - 1).count
      let pictures = try contactSheet(model).pictures.enumerated().map { index, image in
        let number = String(index)
        return (String(repeating: "0", count: digits - number.count) + number + ".png", image)
      }
      try folder.write(pictures)
    }
    try output.report(
      line: "\(circuit) → \(output.output)  \(count) samples",
      json: .object([
        ("circuit", .text(circuit)), ("output", .text(output.output)), ("samples", .integer(count)),
        ("seed", .number(String(seed))),
      ]))
  }

  /// Throws `usage` for a shape that is not the circuit's.
  private func dimensions(_ columns: Int) throws(ToolError) -> [Int] {
    guard let shape else { return [columns] }
    guard shape.height * shape.width * shape.channels == columns else {
      throw ToolError("--shape is not that of the circuit's \(columns) values", .usage, file: circuit)
    }
    return shape.dimensions
  }

  private func contactSheet(_ model: CircuitModel) throws(ToolError) -> ContactSheet {
    guard let shape else {
      throw ToolError("pictures need --shape; tables end in .idx or .npy", .usage, file: output.output)
    }
    return ContactSheet(
      table: samples(of: model), shape: shape, white: (model.circuit.cardinalities.max() ?? 1) - 1)
  }

  private func samples(of model: CircuitModel) -> IntegerTable {
    var random = SplitMix64(seed: seed)
    let columns = model.circuit.cardinalities.count
    let open = [Int?](repeating: nil, count: columns)
    var values = [UInt16](repeating: 0, count: count * columns)
    for row in 0..<count {
      for (column, value) in model.probabilities.sample(given: open, using: &random).enumerated() {
        values[column * count + row] = UInt16(value)
      }
    }
    return IntegerTable(rowCount: count, columnCount: columns, columns: values)
  }
}
