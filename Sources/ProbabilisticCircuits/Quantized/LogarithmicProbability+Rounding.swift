import Foundation

extension LogarithmicProbability {
  /// The byte nearest to a probability. Learning calls this, coding never.
  static func byte(_ probability: Float) -> UInt8 {
    probability > 0 ? UInt8(min(max((-16 * log2(Double(probability))).rounded(), 0), 254)) : zero
  }
}
