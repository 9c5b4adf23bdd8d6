#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif
import Bytes

/// What is known of the channels of a data set: taken from the samples that are learned from, used for all.
public struct ChannelStatistics: Equatable, Sendable {
  /// Mean and standard deviation of the coefficients, by channel. A channel that never changes has the deviation 1.
  public let means: [Float]
  public let deviations: [Float]
  /// The least and the largest symbol, by channel.
  public let ranges: [ClosedRange<Int>]
  /// Shares of symbols that are zero.
  public let zeros: [Double]
  /// Bits a symbol by the counts of the channel alone: what a static code would take.
  public let entropies: [Double]
  /// Samples that were counted.
  public let count: Int

  /// - Parameters:
  ///   - indices: samples to count; all must have the same channels.
  ///   - threads: the result does not depend on it.
  /// - Throws: what reading throws; `invalidParameter` for samples of different channels, or none.
  public init(
    of dataset: some LearningDataset, indices: [Int]? = nil, threads: Int = 1
  ) throws(CodecError) {
    let indices = indices ?? Array(0..<dataset.count)
    guard let first = indices.first else { throw .invalidParameter("statistics of no samples") }
    let channels = try dataset.array(first).channels
    // Sums of integers: neither order nor threads change them.
    let counts = try ParallelMap.run(count: indices.count, threads: threads) { (place) throws(CodecError) in
      let array = try dataset.array(indices[place])
      guard array.channels == channels else {
        throw .invalidParameter(
          "\(dataset.key(indices[place])): \(array.channels) channels; the samples before have \(channels)")
      }
      return ChannelCounts(array)
    }
    var total = ChannelCounts(channels: channels, step: counts[0].step)
    for part in counts { total.add(part) }
    self.init(total, samples: indices.count)
  }

  init(_ counts: ChannelCounts, samples: Int) {
    means = counts.sums.map { Float($0 / Double(max(1, counts.positions))) }
    deviations = counts.squares.indices.map { channel in
      let mean = counts.sums[channel] / Double(max(1, counts.positions))
      let variance = counts.squares[channel] / Double(max(1, counts.positions)) - mean * mean
      return variance > 1e-12 ? Float(variance.squareRoot()) : 1
    }
    ranges = counts.histograms.map { ($0.keys.min() ?? 0)...($0.keys.max() ?? 0) }
    zeros = counts.histograms.map { Double($0[0] ?? 0) / Double(max(1, counts.positions)) }
    entropies = counts.histograms.map { histogram in
      let total = Double(max(1, counts.positions))
      // In order of the symbols: sums of floats depend on theirs.
      return histogram.sorted { $0.key < $1.key }.reduce(0) { bits, entry in
        bits - Double(entry.value) / total * log2(Double(entry.value) / total)
      }
    }
    count = samples
  }

  /// Statistics that were stored.
  init(means: [Float], deviations: [Float], count: Int) {
    (self.means, self.deviations, self.count) = (means, deviations, count)
    (ranges, zeros, entropies) = ([], [], [])
  }
}
