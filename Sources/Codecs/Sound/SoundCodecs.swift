import Bytes
import Media

/// The codecs of sounds there are. A new one is one folder and one line here.
public enum SoundCodecs {
  typealias Maker = @Sendable (ModelIdentity, SoundParameters) throws(CodecError) -> any SoundCodec

  private static let all: [(name: String, maker: Maker)] = [
    (MusicModel.name, MusicCodec.make),
    (HearingCodec.name, HearingCodec.make),
    ("latent-5x", WaveletSoundCodec.make),
    ("latent-20x", WaveletSoundCodec.make),
    (LosslessSoundCodec.identity.name, LosslessSoundCodec.make),
  ]

  /// The codec of sounds unless another is asked for.
  public static let standardName = "music"

  /// Names of codecs in the headers of files.
  public static var names: [String] { all.map(\.name) }

  /// The codec of a file. Throws `missingModel` when there is none of this name and digest, `corruptData` or
  /// `unsupported` for parameters that it cannot have written.
  static func codec(
    _ identity: ModelIdentity, _ parameters: SoundParameters
  ) throws(CodecError) -> any SoundCodec {
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

  /// Names of the codecs that `lossy` makes, the default first.
  public static var modelNames: [String] { [MusicModel.name] + ModelStore.soundNames }

  /// A codec of which a step decides rate and fidelity.
  ///
  /// - Parameters:
  ///   - model: one of `modelNames`.
  ///   - tuning: of music, what is kept.
  ///   - primaryOnly: of a latent model, codes the tensor to learn from and no details.
  /// - Throws: `missingModel`; `unsupported` for a rate that the model does not go with.
  public static func lossy(
    _ properties: AudioProperties, model: String, tuning: SoundTuning = .fidelity, primaryOnly: Bool = false
  ) throws(CodecError) -> any SteppedSoundCodec {
    if model == MusicModel.name {
      let model = try MusicModel.builtIn()
      return switch tuning {
      case .fidelity: MusicCodec(properties, step: MusicCodec.usualStep, model: model)
      case .hearing: HearingCodec(properties, step: HearingCodec.usualStep, model: model)
      }
    }
    return try WaveletSoundCodec(
      model: ModelStore.soundModel(named: model), properties: properties, primaryOnly: primaryOnly)
  }

  /// The codec that keeps every sample.
  public static func lossless(
    _ properties: AudioProperties, level: LosslessSoundLevel = .standard
  ) -> any SoundCodec {
    LosslessSoundCodec(properties, level: level)
  }
}
