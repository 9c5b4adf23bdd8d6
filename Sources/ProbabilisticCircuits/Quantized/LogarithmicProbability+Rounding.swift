import Foundation

extension LogarithmicProbability {
  /// The byte nearest to a probability. Learning calls this, coding never.
  static func byte(_ probability: Float) -> UInt8 {
    guard probability > 0 else { return zero }
    let sixteenths = max(-16 * log2(Double(probability)), 0)
    let coarse = (sixteenths - Double(fine)) / 4
    guard coarse > 0.5 else { return UInt8(min(sixteenths.rounded(), Double(fine))) }
    return UInt8(min(Double(fine) + coarse.rounded(), 254))
  }
}
