import Bytes
import EntropyCoding
import Media

/// The codecs of sounds there are. A new one is one folder and one line here.
public enum SoundCodecs {
  typealias Maker = @Sendable (ModelIdentity, SoundParameters) throws(CodecError) -> any DecodableSoundCodec
  /// What a file is coded with, nil where that is neither; there is none for codecs with one entropy model only.
  typealias EntropyTeller = @Sendable (SoundParameters) throws(CodecError) -> EntropyChoice?

  private static let all: [(name: String, maker: Maker, entropy: EntropyTeller?)] = [
    (MusicModel.name, MusicCodec.make, MusicCodec.entropy),
    (HearingModel.name, HearingCodec.make, nil),
    ("latent-5x", WaveletSoundCodec.make, WaveletSoundCodec.entropy),
    ("latent-20x", WaveletSoundCodec.make, WaveletSoundCodec.entropy),
    ("music-64x", ConsistencyCodec.make, nil),
    (LosslessSoundCodec.identity.name, LosslessSoundCodec.make, nil),
  ]

  /// The codec of sounds unless another is asked for.
  public static let standardName = "music"

  /// Names of codecs in the headers of files.
  public static var names: [String] { all.map(\.name) }

  /// The codec of a file. Throws `missingModel` when there is none of this name and digest, `corruptData` or
  /// `unsupported` for parameters that it cannot have written.
  static func codec(
    _ identity: ModelIdentity, _ parameters: SoundParameters
  ) throws(CodecError) -> any DecodableSoundCodec {
    guard let maker = all.first(where: { $0.name == identity.name })?.maker else {
      throw .missingModel("no codec of sounds is called \(identity.name)")
    }
    let codec = try maker(identity, parameters)
    guard codec.identity == identity else {
      throw .missingModel(
        "the file needs \(identity.name) with digest \(identity.hexadecimal); this program has another version of it"
      )
    }
    guard codec.groupFrames == parameters.groupFrames else {
      throw .corruptData("HEAD: groups of \(parameters.groupFrames) frames under \(identity.name)")
    }
    return codec
  }

  /// Whether files of a codec may be coded with one entropy model or another.
  public static func hasEntropyChoice(_ name: String) -> Bool {
    all.contains { $0.name == name && $0.entropy != nil }
  }

  /// The entropy model of a file, by its header; nil where there is no choice. Throws `corruptData` or `unsupported`.
  static func entropy(_ name: String, _ parameters: SoundParameters) throws(CodecError) -> EntropyChoice? {
    guard let entropy = all.first(where: { $0.name == name })?.entropy else { return nil }
    return try entropy(parameters)
  }

  /// Names of the codecs that `lossy` makes, the default first.
  public static var modelNames: [String] { [MusicModel.name] + ModelStore.soundNames }

  /// Names of the codecs that `consistency` makes.
  public static var consistencyNames: [String] { ModelStore.consistencyNames }

  /// A codec of which a step decides rate and fidelity.
  ///
  /// - Parameters:
  ///   - model: one of `modelNames`.
  ///   - tuning: of music, what is kept.
  ///   - primaryOnly: of a latent model, codes the tensor to learn from and no details.
  ///   - entropy: what latents are coded with, where `hasEntropyChoice`; music has no circuit, what is best are mixed chances.
  ///   - effort: of music tuned for fidelity, how long the encoder searches.
  /// - Throws: `missingModel`; `unsupported` for a rate that the model does not go with.
  public static func lossy(
    _ properties: AudioProperties, model: String, tuning: SoundTuning = .fidelity, primaryOnly: Bool = false,
    entropy: EntropyChoice = .circuit, effort: SoundEffort = .usual
  ) throws(CodecError) -> any SteppedSoundCodec {
    if model == MusicModel.name {
      return switch tuning {
      case .fidelity:
        MusicCodec(
          properties, step: MusicCodec.usualStep, model: try MusicModel.builtIn(), entropy: entropy,
          effort: effort)
      case .hearing: HearingCodec(properties, step: HearingCodec.usualStep, model: try HearingModel.builtIn())
      }
    }
    return try WaveletSoundCodec(
      model: ModelStore.soundModel(named: model), properties: properties, primaryOnly: primaryOnly,
      entropy: entropy)
  }

  /// A codec of a consistency model, at 2 to 3 kbit/s; with a step, more is spent on the waveform.
  ///
  /// - Parameters:
  ///   - model: one of `consistencyNames`.
  ///   - levels: the fewer, the smaller.
  ///   - seed: of the noise that fills what latents leave open.
  /// - Throws: `missingModel`; `unsupported` for a rate that the model does not go with.
  public static func consistency(
    _ properties: AudioProperties, model: String, levels: SummaryLevels = .thirtyThree, seed: UInt64 = 0
  ) throws(CodecError) -> any SteppedSoundCodec {
    try ConsistencyCodec(
      model: ModelStore.consistencyModel(named: model), properties: properties, levels: levels, seed: seed)
  }

  /// The codec that keeps every sample.
  public static func lossless(
    _ properties: AudioProperties, level: LosslessSoundLevel = .standard
  ) -> any SoundCodec {
    LosslessSoundCodec(properties, level: level)
  }
}
