import Bytes
import Container
import Media

extension SoundLatentTensor {
  /// Latents that no analysis made, such as a network's output rounded to symbols, ready to be written.
  ///
  /// - Parameters:
  ///   - symbols: row-major [pairs of channels of the sound, channels, columns].
  ///   - channels: 1 to those of the model; the rest are not coded.
  ///   - step: over full scale as `WaveletSoundCodec.steps`, or one over half the levels of a consistency model.
  ///   - frameCount: frames of the sound; its columns follow from it.
  /// - Throws: `invalidParameter` when any of it does not fit, `unsupported` for a rate that the model's does not go with.
  public init(
    symbols: [Int16], channels: Int, step: Float, model: any SoundLatentModel, properties: AudioProperties,
    frameCount: Int, limits: Limits = .standard
  ) throws(CodecError) {
    guard (1...model.latentDeviations.count).contains(channels) else {
      throw .invalidParameter(
        "\(channels) channels of latents; model \(model.identity.name) has \(model.latentDeviations.count)")
    }
    self = try model.latents(
      symbols: symbols, channels: channels, step: step, properties: properties, frameCount: frameCount,
      limits: limits)
  }

  /// The bytes of a file of these latents, without metadata. Throws `missingModel` for a model that is not built in.
  public func serialized() throws(CodecError) -> [UInt8] {
    let codec = try codec()
    let parameters = SoundParameters(
      properties, frameCount: frameCount, groupFrames: codec.groupFrames, codec: codec.parameters)
    let header = Container.Header(
      codec: model.name, modelDigest: model.digest, parameters: parameters.serialized())
    return Container(header: header, groups: codec.groups(of: self)).serialized()
  }

  /// The codec that writes these latents. Throws `missingModel`.
  func codec() throws(CodecError) -> any LatentSoundCodec {
    let model = try ModelStore.soundLatentModel(named: model.name)
    guard model.identity == self.model, let codec = try model.codec(of: self) as? any LatentSoundCodec else {
      throw .missingModel("latents of model \(self.model.name) with digest \(self.model.hexadecimal)")
    }
    return codec
  }
}
