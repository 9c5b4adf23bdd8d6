import Bytes

extension Waveforms {
  /// Signal-to-noise ratio in dB: 10 · log10(Σ x² / Σ (x - y)²), x being the reference, over all samples of all
  /// channels. Infinite for equal sounds; nil when only the reference is silent.
  ///
  /// Throws `invalidParameter` when the sounds differ in rate, channels or length.
  public func snr(against reference: Waveforms) throws(CodecError) -> Double? {
    try checkComparable(with: reference)
    var noise = 0.0
    for start in stride(from: 0, to: values.count, by: 4096) {
      var sum = 0.0
      for index in start..<min(start + 4096, values.count) {
        let difference = Double(reference.values[index]) - Double(values[index])
        sum += difference * difference
      }
      noise += sum
    }
    guard noise > 0 else { return .infinity }
    let signal = reference.products(with: reference).xx
    return signal > 0 ? 10 * Elementary.decimalLogarithm(signal / noise) : nil
  }

  /// Scale-invariant signal-to-distortion ratio in dB: as SNR, after the reference is scaled to the nearest multiple
  /// of it, one factor for all channels; means are not taken away. Le Roux, Wisdom, Erdogan, Hershey, "SDR –
  /// half-baked or well done?", 2019. Infinite for a positive or negative multiple of the reference; nil when one of
  /// the two is silent, or nothing of the reference is in the sound.
  ///
  /// Throws `invalidParameter` when the sounds differ in rate, channels or length.
  public func siSDR(against reference: Waveforms) throws(CodecError) -> Double? {
    try checkComparable(with: reference)
    let (xx, xy, _) = reference.products(with: self)
    guard xx > 0, xy != 0 else { return nil }
    let scale = xy / xx
    // From the residual itself: a difference of sums would lose it where it is small.
    var residual = 0.0
    for start in stride(from: 0, to: values.count, by: 4096) {
      var sum = 0.0
      for index in start..<min(start + 4096, values.count) {
        let difference = scale * Double(reference.values[index]) - Double(values[index])
        sum += difference * difference
      }
      residual += sum
    }
    return residual > 0 ? 10 * Elementary.decimalLogarithm(scale * scale * xx / residual) : .infinity
  }
}
