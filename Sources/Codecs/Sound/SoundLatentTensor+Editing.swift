import Bytes
import Media

extension SoundLatentTensor {
  /// A sound between this and another: symbols rounded to the nearest.
  ///
  /// - Parameter share: of the other, 0 to 1.
  /// - Throws: `invalidParameter` unless both are of the same model, step, properties and length.
  public func mixed(with other: SoundLatentTensor, share: Float) throws(CodecError) -> SoundLatentTensor {
    guard isLike(other), shape == other.shape, frameCount == other.frameCount, (0...1).contains(share) else {
      throw .invalidParameter(
        "latents of other models, steps, properties or lengths, or a share beyond 0...1")
    }
    let mixed = zip(symbols, other.symbols).map { own, other in
      Int16((Float(own) * (1 - share) + Float(other) * share).rounded(.toNearestOrEven))
    }
    return SoundLatentTensor(mixed, columns: shape[2], codec: try codec(), frameCount: frameCount)
  }

  /// One sound after the other: the second begins at the column behind the last of this one.
  ///
  /// - Throws: `invalidParameter` unless both are of the same model, step and properties; `unsupported` for sounds of another
  ///   rate than the model's, whose columns are of no whole frames.
  public func joined(with other: SoundLatentTensor) throws(CodecError) -> SoundLatentTensor {
    guard isLike(other), shape[1] == other.shape[1] else {
      throw .invalidParameter("latents of other models, steps or properties")
    }
    let columnFrames = Int((Double(properties.sampleRate) / columnRate).rounded())
    guard Double(columnFrames) * columnRate == Double(properties.sampleRate) else {
      throw .unsupported("latents of a sound at \(properties.sampleRate) Hz, not the rate of its model")
    }
    var symbols: [Int16] = []
    symbols.reserveCapacity(self.symbols.count + other.symbols.count)
    for row in 0..<shape[0] * shape[1] {
      symbols += self.symbols[row * shape[2]..<(row + 1) * shape[2]]
      symbols += other.symbols[row * other.shape[2]..<(row + 1) * other.shape[2]]
    }
    return try SoundLatentTensor(
      checking: symbols, codec: codec(), frameCount: shape[2] * columnFrames + other.frameCount,
      limits: .standard)
  }

  private func isLike(_ other: SoundLatentTensor) -> Bool {
    model == other.model && step == other.step && properties == other.properties
  }
}
