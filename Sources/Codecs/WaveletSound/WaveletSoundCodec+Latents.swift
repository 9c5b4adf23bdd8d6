import Bytes
import Media

extension WaveletSoundCodec: LatentSoundCodec {
  var latentModel: any SoundLatentModel { model }
  var latentChannels: Int { Int(stored.channels) }
  var primaryLatentChannels: Int { min(model.primaryChannels, latentChannels) }
  var latentStep: Float { stored.stepOverFullScale }
  var columnRate: Double { Double(model.rate) / Double(model.hop) }

  func latentColumns(of frames: Int) -> Int { grid.columns(of: frames) }

  func latentRows(_ latents: SoundLatents) -> [[Int16]] {
    (0..<latents.pairs * latents.channels).map {
      Array(latents.row($0 % latents.channels, of: $0 / latents.channels))
    }
  }

  func latents(rows: [ArraySlice<Int16>]) -> SoundLatents {
    SoundLatents(shape: [pairs, latentChannels, rows.first?.count ?? 0], symbols: rows.flatMap { $0 })
  }
}

extension SoundModel: SoundLatentModel {
  public var latentDeviations: [Float] { deviations }

  public func latents(
    symbols: [Int16], channels: Int, step: Float, properties: AudioProperties, frameCount: Int, limits: Limits
  ) throws(CodecError) -> SoundLatentTensor {
    guard WaveletSoundCodec.steps.contains(step) else {
      throw .invalidParameter("step \(step); it must lie in \(WaveletSoundCodec.steps)")
    }
    let codec = try WaveletSoundCodec(
      self, properties, WaveletSoundParameters(step: step, channels: channels))
    return try SoundLatentTensor(checking: symbols, codec: codec, frameCount: frameCount, limits: limits)
  }

  public func codec(of latents: SoundLatentTensor) throws(CodecError) -> any SoundCodec {
    try WaveletSoundCodec(
      self, latents.properties,
      WaveletSoundParameters(
        step: latents.step, channels: latents.shape[1], circuit: entropyModel(.circuit).digest))
  }
}
