import Bytes
import Media

/// The codecs of sounds there are. A new one is one folder and one line here.
public enum SoundCodecs {
  typealias Maker = @Sendable (ModelIdentity, SoundParameters) throws(CodecError) -> any SoundCodec

  private static let all: [(name: String, maker: Maker)] = [
    (
      MusicModel.name,
      { _, parameters throws(CodecError) in
        try MusicCodec(parameters.properties, parameters: parameters.codec, model: MusicModel.builtIn())
      }
    ),
    (
      HearingCodec.name,
      { _, parameters throws(CodecError) in
        try HearingCodec(parameters.properties, parameters: parameters.codec, model: MusicModel.builtIn())
      }
    ),
    ("latent-5x", WaveletSoundCodec.make),
    ("latent-20x", WaveletSoundCodec.make),
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

  /// A codec for rates that are asked for.
  public static func lossy(
    _ properties: AudioProperties, tuning: SoundTuning
  ) throws(CodecError) -> any SteppedSoundCodec {
    let model = try MusicModel.builtIn()
    switch tuning {
    case .fidelity: return MusicCodec(properties, step: 0x1p-8, model: model)
    case .hearing: return HearingCodec(properties, step: 0x1p-2, model: model)
    }
  }

  /// The codec that keeps every sample. Throws `unsupported` for samples that it cannot hold.
  public static func lossless(_ properties: AudioProperties) throws(CodecError) -> any SoundCodec {
    throw .unsupported("no codec of sounds yet")
  }
}
