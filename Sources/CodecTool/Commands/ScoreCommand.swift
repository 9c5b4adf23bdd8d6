import ArgumentParser
import Codecs

/// How surprising each of many samples or coded pictures is.
struct ScoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "score",
    abstract: "Tell how improbable each picture or sample is, the most improbable first.",
    discussion: """
      The score is the exact negative logarithm of the probability, in bits. With --circuit that is the probability of \
      pictures or of samples of a table under a circuit, a value of the sample; samples of a table are named by their \
      number from 0. Without it, that of the latents of coded pictures under the entropy model they are coded with, a \
      latent and, behind it, a pixel.

      """ + ExitStatus.helpText)

  @Argument(
    help: ArgumentHelp(
      "Coded pictures, .cdc files or folders of them. With --circuit one input: \(TableInput.inputs)."))
  var inputs: [String]

  @Option(help: CircuitFile.help)
  var circuit: String?

  @Option(
    help: ArgumentHelp(
      "For coded pictures: a folder with the files of a model that is not built in.", valueName: "folder"))
  var model: String?

  @Option(help: ArgumentHelp("Tell of the first n only.", valueName: "n"))
  var top: Int?

  @OptionGroup var threading: ThreadingOptions

  @Flag(name: .customLong("json"), help: "Write a JSON object for each.")
  var writesJSON = false

  func validate() throws {
    if let top, top < 1 { throw ValidationError("--top is 1 or more") }
    guard circuit != nil else { return }
    if inputs.count > 1 { throw ValidationError("--circuit goes with one input") }
    if model != nil { throw ValidationError("--circuit and --model exclude each other") }
  }

  func run() throws {
    guard let circuit else {
      let coded = CodedPictures(inputs)
      var failures = FailureCount(isBatch: coded.isBatch)
      try print(coded.scores(models: ModelChoice(folder: model), threads: threading.count, &failures))
      return try failures.finish()
    }
    let model = try CircuitFile.model(at: circuit)
    let input = try TableInput(reading: inputs[0])
    try input.check(against: model)
    let columns = Double(input.samples.table.columnCount)
    let bits = model.logarithms(input.samples.table, threads: threading.count).map { -$0 / columns }
    try print(zip(try input.sampleNames(), bits).map { Score(name: $0, bits: $1) })
  }

  private func print(_ scores: [Score]) throws {
    for score in Score.worstFirst(scores, top: top) {
      try StandardStreams.print(writesJSON ? score.json.line : score.line)
    }
  }
}
