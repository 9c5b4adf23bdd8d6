import Bytes
import Container

/// How a sound is decoded.
struct SoundDecodingOptions {
  /// Makes silence of damaged groups.
  var toleratesDamage = false
  /// Of a consistency model; nil: as the file says.
  var refinement: Refinement?
}

/// A codec of sounds that files are read by.
protocol DecodableSoundCodec: SoundCodec {
  /// - Throws: `invalidParameter` for options that the codec has not.
  func decoding(
    _ container: ContainerReader, _ parameters: SoundParameters, _ options: SoundDecodingOptions
  ) throws(CodecError) -> any SoundGroupDecoding
}

extension DecodableSoundCodec where Self: GroupedSoundCodec {
  func decoding(
    _ container: ContainerReader, _ parameters: SoundParameters, _ options: SoundDecodingOptions
  ) throws(CodecError) -> any SoundGroupDecoding {
    guard options.refinement == nil else {
      throw .invalidParameter("\(identity.name) has no steps of refinement, and no mean")
    }
    return SoundGroupDecoder(
      codec: self, container: container, parameters: parameters, toleratesDamage: options.toleratesDamage)
  }
}

extension MusicCodec: DecodableSoundCodec {}
extension HearingCodec: DecodableSoundCodec {}
extension WaveletSoundCodec: DecodableSoundCodec {}
extension LosslessSoundCodec: DecodableSoundCodec {}
