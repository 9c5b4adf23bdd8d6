import ArgumentParser
import Codecs

/// How surprising each of many samples is.
struct ScoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "score",
    abstract: "Tell how improbable each picture or sample is, the most improbable first.",
    discussion: """
      The score is the exact negative logarithm of the probability under a circuit, in bits a value of the sample. \
      Samples of a table are named by their number from 0.

      """ + ExitStatus.helpText)

  @Argument(help: TableInput.help)
  var input: String

  @Option(help: CircuitFile.help)
  var circuit: String

  @Option(help: ArgumentHelp("Tell of the first n only.", valueName: "n"))
  var top: Int?

  @OptionGroup var threading: ThreadingOptions

  @Flag(name: .customLong("json"), help: "Write a JSON object for each.")
  var writesJSON = false

  func validate() throws {
    if let top, top < 1 { throw ValidationError("--top is 1 or more") }
  }

  func run() throws {
    let model = try CircuitFile.model(at: circuit)
    let input = try TableInput(reading: input)
    try input.check(against: model)
    let columns = Double(input.samples.table.columnCount)
    let bits = model.logarithms(input.samples.table, threads: threading.count).map { -$0 / columns }
    let scores = zip(try input.sampleNames(), bits).map { Score(name: $0, bits: $1) }
    for score in Score.worstFirst(scores, top: top) {
      try StandardStreams.print(writesJSON ? score.json.line : score.line)
    }
  }
}
