import Bytes

/// Bjøntegaard's rate difference between two rate–distortion curves.
///
/// G. Bjøntegaard, VCEG-M33, 2001, with a piecewise monotone cubic (PCHIP) of the logarithm of the rate over quality
/// through all points, as the later reference software has it, instead of one cubic fitted to four.
public enum BDRate {
  /// The mean change of rate in percent at equal quality, over the range of quality both curves cover: −20 means
  /// that `test` needs a fifth less than `anchor`. Points may come in any order.
  ///
  /// Throws `invalidParameter` when a curve has fewer than two points, a rate that is not positive and finite, or two
  /// points of equal quality, and when the curves share no range of quality.
  public static func percent(of test: [RatePoint], against anchor: [RatePoint]) throws(CodecError) -> Double {
    let (test, anchor) = (try sorted(test, "the tested curve"), try sorted(anchor, "the anchor"))
    let lower = max(test.first!.quality, anchor.first!.quality)
    let upper = min(test.last!.quality, anchor.last!.quality)
    guard lower < upper else {
      throw .invalidParameter("BD-rate: the curves share no range of quality")
    }
    let difference =
      curve(test).integral(from: lower, to: upper) - curve(anchor).integral(from: lower, to: upper)
    return (Elementary.exponential(difference / (upper - lower)) - 1) * 100
  }

  private static func curve(_ points: [RatePoint]) -> MonotoneCubic {
    MonotoneCubic(knots: points.map(\.quality), values: points.map { Elementary.logarithm($0.rate) })
  }

  /// The points by quality, once they are fit to be a curve.
  private static func sorted(_ points: [RatePoint], _ name: String) throws(CodecError) -> [RatePoint] {
    guard points.count >= 2 else {
      throw .invalidParameter("BD-rate: \(name) has \(points.count) points; two are the least")
    }
    guard points.allSatisfy({ $0.rate > 0 && $0.rate.isFinite && $0.quality.isFinite }) else {
      throw .invalidParameter(
        "BD-rate: \(name) has a rate that is not positive or a figure that is not finite")
    }
    let points = points.sorted { $0.quality < $1.quality }
    guard zip(points, points.dropFirst()).allSatisfy({ $0.quality < $1.quality }) else {
      throw .invalidParameter("BD-rate: \(name) has two points of equal quality")
    }
    return points
  }
}
