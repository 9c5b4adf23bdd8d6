/// One point of a rate–distortion curve.
public struct RatePoint: Equatable, Sendable {
  /// Bits per pixel, or bytes: positive, in the same unit along a comparison.
  public let rate: Double
  /// PSNR in dB, or another figure that grows with quality.
  public let quality: Double

  /// A point of a rate–distortion curve.
  public init(rate: Double, quality: Double) {
    self.rate = rate
    self.quality = quality
  }
}
