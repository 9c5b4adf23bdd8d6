import ArgumentParser
import Codecs
import EntropyCoding

/// How files are encoded, on the command line.
struct EncodingOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      A built-in model, or a folder with the files of one (default: \(ModelStore.names[0]) for pictures, \
      \(SoundCodecs.standardName) for sounds).
      """, valueName: "name|folder"))
  var model: String?

  @Option(
    name: [.customShort("q", allowingJoined: true), .long],
    help: "0 to 100; 75 looks good, 90 is hard to tell from the original. (default: \(Int(Quality.standard)))"
  )
  var quality: Double?

  @Option(
    help: """
      The quantizer's step itself, on the scale of samples of 8 bits for pictures, of 16 bits for sounds; smaller is \
      better. With \(SoundCodecs.consistencyNames.joined(separator: ", ")): of what the latents miss of the waveform, which \
      is left out otherwise.
      """)
  var step: Float?

  @Option(help: "Sounds: thousands of bits a second, of the whole file.")
  var kbps: Double?

  @Option(help: "Sounds: fidelity keeps the waveform, hearing what is heard. (default: fidelity)")
  var tune: SoundTuning?

  @Option(
    help: """
      Sounds kept as waveforms: usual, or high, which takes four to five times as long for a few per cent. \
      (default: usual)
      """)
  var effort: SoundEffort?

  @Option(
    help: ArgumentHelp(
      "\(SoundCodecs.consistencyNames.joined(separator: ", ")): levels of the latents: 33, 17 or 11, the fewer the smaller. (default: 33)",
      valueName: "n"))
  var levels: Int?

  @Option(
    help: ArgumentHelp(
      "\(SoundCodecs.consistencyNames.joined(separator: ", ")): of the noise that fills what the latents leave open. (default: 0)",
      valueName: "n"))
  var seed: UInt64?

  @Flag(help: "Keep every sample as it is; no model is used.")
  var lossless = false

  @Flag(help: "With --lossless, sounds: more than ten times as fast, for somewhat larger files.")
  var fast = false

  @Option(
    help: """
      How latents are coded, of pictures and by the latent models of sounds; circuit is smaller, classes is simpler. \
      (default: circuit)
      """)
  var entropy: EntropyChoice?

  @Flag(help: "Latent models of sounds: code the tensor to learn from alone, without details for the ear.")
  var primary = false

  @Flag(help: "Read everything back and compare before the file is there.")
  var verify = false

  func validate() throws {
    guard [quality != nil, step != nil, kbps != nil].filter({ $0 }).count <= 1 else {
      throw ValidationError("--quality, --step and --kbps exclude each other")
    }
    if let levels, SummaryLevels(rawValue: levels) == nil {
      throw ValidationError("--levels is 33, 17 or 11")
    }
    if lossless, levels != nil || seed != nil {
      throw ValidationError("--lossless goes with neither --levels nor --seed")
    }
    if lossless, tune != nil || effort != nil {
      throw ValidationError("--lossless goes with neither --tune nor --effort")
    }
    if lossless, quality != nil || step != nil || kbps != nil || model != nil || entropy != nil {
      throw ValidationError("--lossless goes with none of --quality, --step, --kbps, --model and --entropy")
    }
    if fast, !lossless { throw ValidationError("--fast goes with --lossless") }
    if let quality, !(0...100).contains(quality) { throw ValidationError("--quality is 0 to 100") }
    // How small or large a step can be is the matter of the codec.
    if let step, !step.isFinite || step <= 0 { throw ValidationError("--step is a number above 0") }
    if let kbps, !(1...10_000).contains(kbps) { throw ValidationError("--kbps is 1 to 10000") }
  }
}

extension EntropyChoice: ExpressibleByArgument {}

extension SoundTuning: ExpressibleByArgument {}

extension SoundEffort: ExpressibleByArgument {}
