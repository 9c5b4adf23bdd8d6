import ArgumentParser
import CompressedLearning

/// How a probe is learned, on the command line.
struct ProbeLearningOptions: ParsableArguments {
  @Option(help: "\(ProbeKind.allCases.map(\.rawValue).joined(separator: ", ")).")
  var probe = ProbeKind.patches

  @Option(help: ArgumentHelp("Order of samples, first weights, random changes.", valueName: "n"))
  var seed: UInt64 = 0

  @Option(help: ArgumentHelp("Times that all samples are seen, of networks and logistic.", valueName: "n"))
  var epochs = 15

  @Option(help: ArgumentHelp("Samples a step.", valueName: "n"))
  var batch = 64

  @Option(help: ArgumentHelp("The highest step of AdamW.", valueName: "x"))
  var rate: Float = 3e-3

  @Option(name: .customLong("weight-decay"), help: ArgumentHelp("Of AdamW.", valueName: "x"))
  var weightDecay: Float = 1e-2

  @Option(
    help: ArgumentHelp("Mix two samples by a share of the beta distribution; 0: none.", valueName: "alpha"))
  var mixup = 0.0

  @Option(help: ArgumentHelp("Share of a label that is spread over all classes.", valueName: "share"))
  var smoothing: Float = 0

  @Option(help: ArgumentHelp("Move samples by so many positions of the grid at most.", valueName: "n"))
  var shift = 0

  @Option(
    help: ArgumentHelp(
      "Learn windows of so many positions of the grid, a side; test the middle.", valueName: "n"))
  var crop: Int?

  @Flag(help: "Mirror every other sample; of latents that is an approximation, see docs/learning.md.")
  var flips = false

  @Flag(inversion: .prefixedNo, help: "Draw large values together by asinh.")
  var compand = true

  @Flag(inversion: .prefixedNo, help: "Let networks see the magnitudes of values, too.")
  var magnitudes = true

  @Option(
    help: ArgumentHelp(
      "Channels of a network's first convolution (default: 32, of patches 48).", valueName: "n"))
  var width: Int?

  @Option(help: ArgumentHelp("Neighbours that vote.", valueName: "n"))
  var neighbours = 10

  @Option(help: ArgumentHelp("Penalty of ridge, over the mean square times the samples.", valueName: "x"))
  var ridge = 1.0

  func validate() throws {
    guard (1...100_000).contains(epochs), (1...65536).contains(batch),
      width.map({ (1...1024).contains($0) }) ?? true
    else {
      throw ValidationError("--epochs is 1 to 100000, --batch 1 to 65536, --width 1 to 1024")
    }
    guard rate.isFinite, rate > 0, weightDecay.isFinite, weightDecay >= 0, ridge.isFinite, ridge > 0 else {
      throw ValidationError("--rate and --ridge are above 0, --weight-decay 0 or more")
    }
    guard mixup.isFinite, mixup >= 0, smoothing >= 0, smoothing < 1 else {
      throw ValidationError("--mixup is 0 or more, --smoothing 0 to below 1")
    }
    guard (0...1024).contains(shift), crop.map({ (1...1 << 16).contains($0) }) ?? true, neighbours >= 1 else {
      throw ValidationError("--shift is 0 to 1024, --crop and --neighbours 1 or more")
    }
    if crop != nil, shift > 0 {
      throw ValidationError("--crop moves its windows by itself; leave out --shift")
    }
  }

  func options(threads: Int) -> ProbeOptions {
    var options = ProbeOptions()
    options.kind = probe
    options.seed = seed
    options.epochs = epochs
    options.batchSize = batch
    options.learningRate = rate
    options.weightDecay = weightDecay
    options.mixup = mixup
    options.labelSmoothing = smoothing
    options.augmentation.shift = shift
    options.augmentation.window = crop.map { ($0, $0) }
    options.augmentation.flips = flips
    options.compands = compand
    options.magnitudes = magnitudes
    options.width = width
    options.neighbours = neighbours
    options.ridge = ridge
    options.threads = threads
    return options
  }
}

extension ProbeKind: ExpressibleByArgument {}
