import ArgumentParser
import Codecs

/// A table to a `.cdc` file.
struct CircuitCompressCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compress", abstract: "Code samples without loss with a circuit.",
    discussion: """
      The .cdc file names the circuit by its digest and does not hold it: decompressing needs the circuit file. Of \
      pictures, names and samples are kept and metadata is not; of a file packed by gzip, what is inside.

      """ + ExitStatus.helpText)

  @Argument(help: TableInput.help)
  var input: String

  @Option(help: CircuitFile.help)
  var circuit: String

  @OptionGroup var output: SingleOutputOptions

  @Flag(name: .customLong("per-sample"), help: "A stream for every sample: larger by some bytes each.")
  var perSample = false

  @OptionGroup var threading: ThreadingOptions

  func run() throws {
    let clock = ContinuousClock()
    let start = clock.now
    let statuses = [input, circuit].map { FileStatus(path: $0) }
    let file = try OutputFile(output.output, overwrites: output.force, inputs: statuses)
    let model = try CircuitFile.model(at: circuit)
    let input = try TableInput(reading: input)
    try input.check(against: model)
    let table = TableFile(samples: input.samples, streams: perSample ? .perSample : .shared)
    let bytes = try table.serialized(model: model, threads: threading.count)
    try file.write(bytes, like: input.status)
    let report = TableReport(
      input: input.path, output: output.output, samples: input.samples, codedBytes: bytes.count,
      seconds: (clock.now - start) / .seconds(1))
    try output.report(line: report.line, json: report.json)
  }
}
