import ArgumentParser
import Codecs
import Media
import Tables

/// A `.cdc` file to the table it was made from.
struct CircuitDecompressCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "decompress",
    abstract: "Restore samples from a .cdc file, with the circuit that coded them.",
    discussion: """
      A file comes back byte by byte, unpacked if it was packed by gzip. Pictures come back into a folder, under their \
      names.

      """ + ExitStatus.helpText)

  @Argument(help: "A .cdc file of samples; - is standard input.")
  var input: String

  @Option(help: CircuitFile.help)
  var circuit: String?

  @OptionGroup var output: SingleOutputOptions

  @Flag(
    help: """
      Go on when groups of samples are damaged or missing: fill them with the circuit's most probable sample, tell which, \
      and exit with status 1.
      """)
  var partial = false

  @OptionGroup var threading: ThreadingOptions

  func run() throws {
    let clock = ContinuousClock()
    let start = clock.now
    let input = try InputFile(reading: input)
    let model = try CircuitFile.model(at: circuit, for: input)
    var failures = FailureCount(isBatch: false)
    do {
      let (file, lostRows) = try table(input, model)
      let codedBytes = input.bytes.count
      try write(file.samples, input)
      for rows in lostRows {
        failures.add(
          loss: ToolError(
            "samples \(rows.lowerBound) to \(rows.upperBound - 1) are lost; they are the most probable ones",
            .corruptData, file: input.name))
      }
      let report = TableReport(
        input: input.path, output: output.output, samples: file.samples, codedBytes: codedBytes,
        lostSamples: lostRows.reduce(0) { $0 + $1.count }, seconds: (clock.now - start) / .seconds(1))
      try output.report(line: report.line, json: report.json)
    } catch {
      throw ToolError(error, file: input.name)
    }
    try failures.finish()
  }

  private func table(_ input: InputFile, _ model: CircuitModel) throws -> (TableFile, [Range<Int>]) {
    let threads = threading.count
    guard partial else { return (try TableFile(parsing: input.bytes, model: model, threads: threads), []) }
    return try TableFile.recovered(from: input.bytes, model: model, threads: threads)
  }

  private func write(_ samples: SampleTable, _ input: InputFile) throws {
    let inputs = [input.status, circuit.flatMap { FileStatus(path: $0) }]
    guard samples.origin.format == PictureTable.originName else {
      let bytes = try TableFormats.write(samples)
      return try OutputFile(output.output, overwrites: output.force, inputs: inputs)
        .write(bytes, like: input.status)
    }
    try PictureFolder(output.output, overwrites: output.force, inputs: inputs)
      .write(PictureTable.pictures(samples))
  }
}
