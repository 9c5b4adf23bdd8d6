import Bytes
import Container
import Media

extension SoundLatentTensor {
  /// Latents that no analysis made, such as a network's output rounded to symbols, ready to be written.
  ///
  /// - Parameters:
  ///   - symbols: row-major [pairs of channels of the sound, channels, columns].
  ///   - channels: 1 to those of the model; the rest are not coded.
  ///   - step: over full scale, as `WaveletSoundCodec.steps`.
  ///   - frameCount: frames of the sound; its columns follow from it.
  /// - Throws: `invalidParameter` when any of it does not fit, `unsupported` for a rate that the model's does not go with.
  public init(
    symbols: [Int16], channels: Int, step: Float, model: SoundModel, properties: AudioProperties,
    frameCount: Int,
    limits: Limits = .standard
  ) throws(CodecError) {
    guard (1...model.channels).contains(channels) else {
      throw .invalidParameter(
        "\(channels) channels of latents; model \(model.identity.name) has \(model.channels)")
    }
    guard WaveletSoundCodec.steps.contains(step) else {
      throw .invalidParameter("step \(step); it must lie in \(WaveletSoundCodec.steps)")
    }
    guard (0...limits.audioSamples).contains(frameCount) else {
      throw .limitExceeded("\(frameCount) frames; at most \(limits.audioSamples)")
    }
    let stored = WaveletSoundParameters(step: step, channels: channels)
    let codec = try WaveletSoundCodec(model, properties, stored)
    let columns = Self.columns(codec, frameCount: frameCount).reduce(0, +)
    guard symbols.count == codec.pairs * channels * columns else {
      throw .invalidParameter(
        "\(symbols.count) symbols; \(frameCount) frames have \(codec.pairs)x\(channels)x\(columns)")
    }
    shape = [codec.pairs, channels, columns]
    self.symbols = symbols
    primaryChannels = min(model.primaryChannels, channels)
    self.step = stored.stepOverFullScale
    deviations = Array(model.deviations.prefix(channels))
    columnRate = Double(model.rate) / Double(model.hop)
    self.model = model.identity
    self.properties = properties
    self.frameCount = frameCount
  }

  /// The bytes of a file of these latents, without metadata. Throws `missingModel` for a model that is not built in.
  public func serialized() throws(CodecError) -> [UInt8] {
    let model = try ModelStore.soundModel(named: model.name)
    guard model.identity == self.model else {
      throw .missingModel("latents of model \(self.model.name) with digest \(self.model.hexadecimal)")
    }
    let codec = try WaveletSoundCodec(
      model, properties,
      WaveletSoundParameters(
        step: step, channels: shape[1], circuit: model.entropyModel(.circuit).digest))
    var first = 0
    var groups: [Container.Group] = []
    for columns in Self.columns(codec, frameCount: frameCount) {
      let rows = (0..<shape[0] * shape[1]).flatMap { row in
        symbols[row * shape[2] + first..<row * shape[2] + first + columns]
      }
      groups.append(codec.write(SoundLatents(shape: [shape[0], shape[1], columns], symbols: rows)))
      first += columns
    }
    let parameters = SoundParameters(
      properties, frameCount: frameCount, groupFrames: codec.groupFrames, codec: codec.parameters)
    let header = Container.Header(
      codec: self.model.name, modelDigest: self.model.digest, parameters: parameters.serialized())
    return Container(header: header, groups: groups).serialized()
  }

  /// Columns of each group.
  private static func columns(_ codec: WaveletSoundCodec, frameCount: Int) -> [Int] {
    stride(from: 0, to: frameCount, by: codec.groupFrames).map {
      codec.grid.columns(of: min(codec.groupFrames, frameCount - $0))
    }
  }
}
