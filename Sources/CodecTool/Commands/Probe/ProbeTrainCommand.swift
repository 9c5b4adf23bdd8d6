import ArgumentParser
import Bytes
import CompressedLearning

/// Labelled latents to a probe.
struct ProbeTrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train", abstract: "Learn a probe and write it to a file.",
    discussion: """
      The same data, options and seed make the same file at any number of threads. \
      network, three convolutions, and logistic are learned by steps of gradients; ridge (least squares), bayes (naive, normal) \
      and neighbours are not.

      """ + ExitStatus.helpText)

  @OptionGroup var data: ProbeDataOptions

  @OptionGroup var output: SingleOutputOptions

  @OptionGroup var learning: ProbeLearningOptions

  @Option(
    help: ArgumentHelp(
      "Learn from pictures scaled down to so many times fewer numbers: 4, 16 or 64, the yardstick of latents.",
      valueName: "n"))
  var pixels: Int?

  func validate() throws {
    if let pixels, ![4, 16, 64].contains(pixels) { throw ValidationError("--pixels is 4, 16 or 64") }
  }

  func run() throws {
    let file = try OutputFile(
      output.output, overwrites: output.force, inputs: data.data.map { FileStatus(path: $0) })
    let clock = ContinuousClock()
    let began = clock.now
    let dataset = try data.dataset(pixels: pixels, classes: nil)
    let loaded = clock.now
    var loss: Double?
    let model: ProbeModel
    do {
      let training = try ProbeTraining(
        dataset, learning.options(threads: data.threading.count), pixelReduction: pixels)
      model = try training.run { progress in
        loss = progress.loss
        guard !output.quiet else { return }
        StandardStreams.note(
          "epoch \(progress.epoch)/\(progress.epochs)  cross-entropy \(Figures.fixed(progress.loss, decimals: 4))"
        )
      }
    } catch {
      throw ToolError(error.description, ExitStatus(error))
    }
    let ended = clock.now
    let bytes = model.serialized()
    try file.write(bytes, like: nil)
    let seconds = (ended - loaded) / .seconds(1)
    try output.report(
      line: [
        "\(Figures.count(dataset.count, "sample")) of \(Figures.count(model.classes.count, "class")) → \(output.output)",
        "\(model.inputs) numbers each", Figures.bytes(bytes.count),
        "\(Figures.fixed(seconds, decimals: 1)) s",
      ].joined(separator: "  "),
      json: .object([
        ("output", .text(output.output)), ("probe", .text(model.kind.rawValue)),
        ("samples", .integer(dataset.count)),
        ("classes", .array(model.classes.map { .text($0) })),
        ("shape", .array(model.shape.map { .integer($0) })),
        ("inputs", .integer(model.inputs)), ("pixels", pixels.map { .integer($0) } ?? .null),
        ("seed", .number(String(learning.seed))), ("loss", .real(loss)), ("bytes", .integer(bytes.count)),
        ("loading_seconds", .real((loaded - began) / .seconds(1))), ("seconds", .real(seconds)),
      ]))
  }
}
