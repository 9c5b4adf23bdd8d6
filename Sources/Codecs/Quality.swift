#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The quality scale of the tool, 0...100, as a quantizer step: 75 looks good, 90 is hard to tell from the
/// original, 100 is nearly lossless. Geometric between the points of a table.
public enum Quality {
  public static let standard = 75.0
  private static let points: [(quality: Double, step: Double)] = [
    (0, 256), (25, 96), (50, 44), (75, 18), (90, 6), (100, 1),
  ]

  /// The step for a quality, on the 0..255 scale of samples. `quality` is clamped to 0...100.
  public static func step(for quality: Double) -> Float {
    let quality = min(max(quality, 0), 100)
    let index = points.indices.dropLast().last { points[$0].quality <= quality } ?? 0
    let (low, high) = (points[index], points[index + 1])
    let place = (quality - low.quality) / (high.quality - low.quality)
    return Float(low.step * pow(high.step / low.step, place))
  }
}
