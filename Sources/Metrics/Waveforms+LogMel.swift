import Bytes

extension Waveforms {
  /// Log-mel distance in dB: the mean absolute difference of levels of 64 mel bands up to 20 kHz, in windows of 2048
  /// samples every 512, over all channels. Levels are not below 60 dB under the loudest band of the reference, and
  /// what is below in both does not count. Made for rates of 44.1 and 48 kHz: windows and bands are the same at all.
  /// Nil when nothing counts, as in silence.
  ///
  /// Throws `invalidParameter` when the sounds differ in rate, channels or length.
  public func logMelDistance(against reference: Waveforms) throws(CodecError) -> Double? {
    try checkComparable(with: reference)
    let (original, other) = (reference.melBands(), melBands())
    let floor = (original.max() ?? 0) * 1e-6
    guard floor > 0 else { return nil }
    var (sum, count) = (0.0, 0)
    for (a, b) in zip(original, other) where a > floor || b > floor {
      sum += abs(
        Elementary.decimalLogarithm(Double(max(a, floor)))
          - Elementary.decimalLogarithm(Double(max(b, floor))))
      count += 1
    }
    return count > 0 ? 10 * sum / Double(count) : nil
  }

  /// Powers of the mel bands: of each frame of each channel, 64.
  private func melBands() -> [Float] {
    let transform = ShortTimeTransform(size: 2048, hop: 512)
    let filters = MelFilters(count: 64, size: transform.size, sampleRate: sampleRate, highest: 20_000)
    var result: [Float] = []
    result.reserveCapacity(channelCount * transform.frameCount(of: frameCount) * filters.bands.count)
    forEachChannel { channel in
      for frame in 0..<transform.frameCount(of: frameCount) {
        let power = transform.power(ofFrame: frame, in: channel)
        for band in filters.bands {
          var sum: Float = 0
          for (index, weight) in band.weights.enumerated() { sum += weight * power[band.first + index] }
          result.append(sum)
        }
      }
    }
    return result
  }
}
