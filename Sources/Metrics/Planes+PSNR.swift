import Bytes

extension Planes {
  /// Peak signal-to-noise ratio in dB: 10 · log10(peak² / MSE), with the mean squared error over all samples of
  /// all channels, opacity included. Infinite for equal pictures. Symmetric.
  ///
  /// Throws `invalidParameter` when the pictures differ in size, channels or peak.
  public func psnr(against reference: Planes) throws(CodecError) -> Double {
    try checkComparable(with: reference)
    // Row by row, so that the sum of a large picture loses nothing to a large partial sum.
    var total = 0.0
    for start in stride(from: 0, to: values.count, by: width) {
      var row = 0.0
      for index in start..<start + width {
        let difference = Double(values[index]) - Double(reference.values[index])
        row += difference * difference
      }
      total += row
    }
    guard total > 0 else { return .infinity }
    let peak = Double(peak)
    return 10 * Elementary.decimalLogarithm(peak * peak * Double(values.count) / total)
  }
}
