import Bytes

extension Waveforms {
  /// Windows of the multi-resolution spectral distance, in samples.
  private static let resolutions = [512, 1024, 2048]

  /// Multi-resolution spectral distance, 0 for equal sounds: the mean over windows of 512, 1024 and 2048 samples,
  /// a quarter apart, of spectral convergence √(Σ (|X| - |Y|)² / Σ |X|²) and the mean of |ln |X| - ln |Y||, added.
  /// Magnitudes in the logarithm are not below 80 dB under the largest of the reference. Sums are over all channels.
  /// After Yamamoto, Song, Kim, "Parallel WaveGAN", 2020, with windows of the size of the transform. Nil for a
  /// reference that is silent.
  ///
  /// Throws `invalidParameter` when the sounds differ in rate, channels or length.
  public func spectralDistance(against reference: Waveforms) throws(CodecError) -> Double? {
    try checkComparable(with: reference)
    var total = 0.0
    for size in Self.resolutions {
      guard let distance = distance(to: reference, size: size) else { return nil }
      total += distance
    }
    return total / Double(Self.resolutions.count)
  }

  private func distance(to reference: Waveforms, size: Int) -> Double? {
    let transforms = [0, 1].map { _ in ShortTimeTransform(size: size, hop: size / 4) }
    let frames = 0..<transforms[0].frameCount(of: frameCount)
    var largest: Float = 0
    reference.forEachChannel { channel in
      for frame in frames {
        largest = max(largest, transforms[0].power(ofFrame: frame, in: channel).max() ?? 0)
      }
    }
    guard largest > 0 else { return nil }
    // Of powers: 80 dB are eight decades.
    let floor = largest * 1e-8
    var (difference, energy, logarithms) = (0.0, 0.0, 0.0)
    reference.forEachChannel(with: self) { original, other in
      for frame in frames {
        let powers = (
          transforms[0].power(ofFrame: frame, in: original), transforms[1].power(ofFrame: frame, in: other)
        )
        for (x, y) in zip(powers.0, powers.1) {
          let step = Double(x.squareRoot()) - Double(y.squareRoot())
          difference += step * step
          energy += Double(x)
          logarithms += abs(Elementary.logarithm(Double(max(x, floor)) / Double(max(y, floor)))) / 2
        }
      }
    }
    let count = channelCount * frames.count * transforms[0].binCount
    return (difference / energy).squareRoot() + logarithms / Double(count)
  }
}
