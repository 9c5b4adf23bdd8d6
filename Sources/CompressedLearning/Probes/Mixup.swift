import Bytes
import Foundation

/// Samples and their targets as sums of two (Zhang and others, "mixup: Beyond empirical risk minimization", 2017).
enum Mixup {
  /// Mixes every sample of a batch with another one of it, all by one share.
  ///
  /// - Parameters:
  ///   - alpha: both parameters of the beta distribution of the share, above 0.
  ///   - samples: row-major [count, numbers].
  ///   - targets: row-major [count, classes].
  static func mix(
    _ samples: inout [Float], _ targets: inout [Float], count: Int, alpha: Double, random: inout SplitMix64
  ) {
    let share = Float(beta(alpha, random: &random))
    let partners = Array(0..<count).shuffled(using: &random)
    samples = mixed(samples, partners, share)
    targets = mixed(targets, partners, share)
  }

  private static func mixed(_ values: [Float], _ partners: [Int], _ share: Float) -> [Float] {
    let width = values.count / max(1, partners.count)
    var result = values
    for (row, partner) in partners.enumerated() {
      for column in 0..<width {
        let index = row * width + column
        result[index] = share * values[index] + (1 - share) * values[partner * width + column]
      }
    }
    return result
  }

  /// A number of the beta distribution with two equal parameters, by powers of uniform ones (Jöhnk, 1964).
  static func beta(_ alpha: Double, random: inout SplitMix64) -> Double {
    while true {
      let x = pow(Double.random(in: 0...1, using: &random), 1 / alpha)
      let y = pow(Double.random(in: 0...1, using: &random), 1 / alpha)
      if x + y > 0, x + y <= 1 { return x / (x + y) }
    }
  }
}
