import ArgumentParser
import Codecs
import ProbabilisticCircuits
import Tables

/// What a circuit costs and gains on some data.
struct CircuitEvalCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "eval", abstract: "Measure a circuit on samples: bits, bytes and seconds.",
    discussion: """
      Bits a value in theory are exact, of the circuit as its file has it. Coded are the bytes of whole .cdc files, in one \
      stream (a group of samples has one) and in a stream a sample. Seconds are of the first kind, without reading and \
      writing files; what was decompressed is compared. Coding leaves every value possible: samples unlike those learned \
      from may cost less than in theory.

      """ + ExitStatus.helpText)

  @Argument(help: CircuitFile.help)
  var circuit: String

  @Argument(help: TableInput.help)
  var input: String

  @OptionGroup var threading: ThreadingOptions

  @Flag(name: .customLong("json"), help: "Write a JSON object.")
  var writesJSON = false

  func run() throws {
    let model = try CircuitFile.model(at: circuit)
    let input = try TableInput(reading: input)
    try input.check(against: model)
    let report: EvaluationReport
    do {
      report = try EvaluationReport(model, input.samples, threads: threading.count)
    } catch {
      throw ToolError(error, file: input.name)
    }
    try StandardStreams.print(writesJSON ? report.json.line : report.text)
  }
}
