import Bytes
import Media

/// A model of sounds whose latents are tensors to learn from.
public protocol SoundLatentModel: Sendable {
  var identity: ModelIdentity { get }
  /// Standard deviations over music of all channels of its latents: of coefficients, symbols times the step.
  var latentDeviations: [Float] { get }

  /// Latents that no analysis made, such as a network's output rounded to symbols, ready to be written.
  ///
  /// - Parameters:
  ///   - symbols: row-major [pairs of channels of the sound, channels, columns].
  ///   - channels: of the latents, the first ones; the rest are not coded.
  ///   - step: what a symbol is multiplied with.
  ///   - frameCount: frames of the sound; its columns follow from it.
  /// - Throws: `invalidParameter` when any of it does not fit, `unsupported` for a rate that the model's does not go with.
  func latents(
    symbols: [Int16], channels: Int, step: Float, properties: AudioProperties, frameCount: Int, limits: Limits
  ) throws(CodecError) -> SoundLatentTensor

  /// The codec that writes such latents.
  func codec(of latents: SoundLatentTensor) throws(CodecError) -> any SoundCodec
}

extension ModelStore {
  /// A built-in model of sounds that has latents, by name. Throws `missingModel`.
  public static func soundLatentModel(named name: String) throws(CodecError) -> any SoundLatentModel {
    if consistencyNames.contains(name) { return try consistencyModel(named: name) }
    return try soundModel(named: name)
  }
}
