import Foundation

/// Symbols to the floats that networks take: channel by channel (s · step - mean) / deviation, then companded if wanted.
public struct Normalization: Equatable, Sendable {
  /// Of the coefficients, by channel.
  public let means: [Float]
  public let deviations: [Float]
  /// Whether large values are drawn together, by asinh(3 z) / 1.3. Details have heavy tails: most are near zero and a few are
  /// ten deviations away. WaLLoC ("Learned Compression for Compressed Learning", arXiv 2412.09405) learns from companded
  /// latents, too, by the normal distribution.
  public let compands: Bool

  /// Traps unless there is a deviation above zero for every mean.
  public init(means: [Float], deviations: [Float], compands: Bool = false) {
    precondition(means.count == deviations.count && deviations.allSatisfy { $0 > 0 }, "means and deviations")
    (self.means, self.deviations, self.compands) = (means, deviations, compands)
  }

  public init(_ statistics: ChannelStatistics, compands: Bool = false) {
    self.init(means: statistics.means, deviations: statistics.deviations, compands: compands)
  }

  public func value(_ coefficient: Float, channel: Int) -> Float {
    let normal = (coefficient - means[channel]) / deviations[channel]
    return compands ? asinh(3 * normal) / 1.3 : normal
  }

  /// The inverse of `value`.
  public func coefficient(_ value: Float, channel: Int) -> Float {
    (compands ? sinh(1.3 * value) / 3 : value) * deviations[channel] + means[channel]
  }

  /// The floats of an array, in its shape. Traps unless the channels are those of the means.
  public func callAsFunction(_ array: LatentArray) -> [Float] {
    precondition(array.channels == means.count, "an array of other channels")
    let plane = array.height * array.width
    return [Float](unsafeUninitializedCapacity: array.count) { result, count in
      for channel in means.indices {
        let symbols = array.symbols[channel * plane..<(channel + 1) * plane]
        // Symbols are few: a table of them costs less than a function of each.
        let least = Int(symbols.min() ?? 0)
        let table = (least...max(least, Int(symbols.max() ?? 0))).map {
          value(Float($0) * array.step, channel: channel)
        }
        for (index, symbol) in symbols.enumerated() {
          result.initializeElement(at: channel * plane + index, to: table[Int(symbol) - least])
        }
      }
      count = array.count
    }
  }
}
