import ArgumentParser
import Bytes
import CircuitLearning
import Codecs
import ProbabilisticCircuits

/// A table to a circuit file.
struct CircuitLearnCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "learn", abstract: "Learn a circuit of samples and write it to a file.",
    discussion: """
      The circuit is a tree of hidden variables over the values of a sample, found by mutual information, with \
      parameters by expectation maximisation. Its file holds it in bytes, as coding needs it. Values of bytes have 256 \
      possibilities, larger ones as many as occur, unless --cardinality says more.

      """ + ExitStatus.helpText)

  @Argument(help: TableInput.help)
  var input: String

  @OptionGroup var output: SingleOutputOptions

  @Option(help: ArgumentHelp("Possible values of every place: 0 to n - 1.", valueName: "n"))
  var cardinality: Int?

  @OptionGroup var learning: LearningOptions

  @Option(
    help: ArgumentHelp(
      "Go on learning this circuit; --states and --inputs are then as they are in it.", valueName: "circuit"))
  var start: String?

  @Option(
    help: ArgumentHelp(
      "Go on from this file, where there is one, and keep in it, about once a minute, where learning is.",
      valueName: "file"))
  var checkpoint: String?

  func validate() throws {
    if let cardinality, !(1...1 << 16).contains(cardinality) {
      throw ValidationError("--cardinality is 1 to 65536")
    }
  }

  func run() throws {
    let file = try OutputFile(output.output, overwrites: output.force, inputs: [FileStatus(path: input)])
    let input = try TableInput(reading: input)
    let table = input.samples.table
    let cardinality = cardinality ?? input.samples.cardinality
    let largest = Int(table.values.max() ?? 0)
    guard largest < cardinality else {
      throw ToolError("a value is \(largest); --cardinality says less", .usage, file: input.name)
    }
    do {
      try learning.check(variables: table.columnCount, cardinality: cardinality)
    } catch {
      throw ToolError(error, file: input.name)
    }
    guard !learning.shifts || input.samples.shape.count >= 2 else {
      throw ToolError("samples are no pictures; --shifts moves pictures", .usage, file: input.name)
    }
    let clock = ContinuousClock()
    let began = clock.now
    let cardinalities = [Int](repeating: cardinality, count: table.columnCount)
    let first = try start.map { try startingCircuit($0, cardinalities, for: input) }
    let training = CircuitTraining(
      table, cardinalities: cardinalities, start: first, learning.training(shape: input.samples.shape))
    let checkpoints = try checkpoint.map { try CheckpointFile($0) }
    let circuit: Circuit
    let bits: Double
    do {
      (circuit, bits) = try training.run(
        from: checkpoints?.bytes, save: { try checkpoints?.save($0) },
        progress: { if !output.quiet { StandardStreams.note(line($0)) } })
    } catch let error as CodecError {
      throw ToolError(error, file: checkpoint ?? input.name)
    }
    let bytes = circuit.quantized().serialized()
    try file.write(bytes, like: nil)
    try report(input, bytes: bytes, bits: bits, seconds: (clock.now - began) / .seconds(1))
  }

  private func startingCircuit(
    _ path: String, _ cardinalities: [Int], for input: TableInput
  ) throws -> Circuit {
    let circuit = try CircuitFile.model(at: path).circuit
    guard circuit.cardinalities == cardinalities else {
      throw ToolError("is of other variables than \(input.name)", .usage, file: path)
    }
    return circuit.dequantized()
  }

  private func line(_ progress: CircuitTraining.Progress) -> String {
    var line =
      "epoch \(progress.epoch)/\(progress.epochs)  "
      + "\(Figures.fixed(progress.bits, decimals: 4)) bits a value"
    if learning.validation > 0 {
      line += ", validation \(Figures.fixed(progress.validationBits, decimals: 4))"
    }
    return line + "  \(Figures.fixed(progress.seconds, decimals: 0)) s"
  }

  private func report(_ input: TableInput, bytes: [UInt8], bits: Double, seconds: Double) throws {
    let digest = ModelIdentity.hexadecimal(Array(SHA256.digest(bytes).prefix(16)))
    let table = input.samples.table
    try output.report(
      line: [
        "\(input.path) → \(output.output)", "\(Figures.fixed(bits, decimals: 4)) bits a value",
        Figures.bytes(bytes.count), "\(Figures.fixed(seconds, decimals: 1)) s",
      ].joined(separator: "  "),
      json: .object([
        ("input", .text(input.path)), ("output", .text(output.output)), ("samples", .integer(table.rowCount)),
        ("variables", .integer(table.columnCount)), ("states", .integer(learning.states)),
        ("epochs", .integer(learning.epochs)), ("bits_per_dimension", .real(bits)),
        ("bytes", .integer(bytes.count)), ("digest", .text(digest)), ("seconds", .real(seconds)),
      ]))
  }
}
