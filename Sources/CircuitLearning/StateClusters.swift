import Bytes
import COpenBLAS
import Dispatch
import Foundation
import ProbabilisticCircuits

/// First guesses of the hidden states: for every variable, samples are clustered by the values of the variables that say
/// most about it, and what falls into the same cluster has the same state.
///
/// Expectation maximisation from random parameters ends in poor optima, the poorer the more states there are; begun
/// from clusters it needs a few passes ("latent variable distillation", Liu, Zhang and Van den Broeck, 2023, which takes the
/// clusters from a neural network's features).
final class StateClusters {
  let states: Int
  let rowCount: Int
  /// For every variable, the state of every row.
  private(set) var labels: [[UInt16]]

  /// Variables whose values a clustering looks at.
  static let neighbours = 24
  static let passes = 8

  init(
    _ table: IntegerTable, cardinalities: [Int], _ information: MutualInformation, states: Int, seed: UInt64,
    threads: Int
  ) {
    self.states = states
    rowCount = table.rowCount
    var labels = [[UInt16]](repeating: [], count: cardinalities.count)
    labels.withUnsafeMutableBufferPointer { labels in
      nonisolated(unsafe) let labels = labels
      DispatchQueue.concurrentPerform(iterations: threads) { worker in
        for variable in stride(from: worker, to: cardinalities.count, by: threads) {
          let features = Self.features(of: variable, table, cardinalities, information)
          labels[variable] = Self.clusters(
            features, rows: table.rowCount, count: states, seed: seed &+ UInt64(variable))
        }
      }
    }
    self.labels = labels
  }

  /// [rows, width]: values in 0...1 of the variable and those that share most information with it, times the root of their
  /// share.
  private static func features(
    of variable: Int, _ table: IntegerTable, _ cardinalities: [Int], _ information: MutualInformation
  ) -> [Float] {
    let others = cardinalities.indices.filter { $0 != variable && information[variable, $0] > 0 }
      .sorted { information[variable, $0] > information[variable, $1] }
      .prefix(neighbours)
    let top = others.first.map { information[variable, $0] } ?? 1
    let chosen = [(variable, Float(1))] + others.map { ($0, (information[variable, $0] / top).squareRoot()) }
    var features = [Float](repeating: 0, count: table.rowCount * chosen.count)
    for (place, (other, weight)) in chosen.enumerated() {
      let scale = weight / Float(max(cardinalities[other] - 1, 1))
      for (row, value) in table.column(other).enumerated() {
        features[row * chosen.count + place] = Float(value) * scale
      }
    }
    return features
  }

  /// k-means: the cluster of every row.
  private static func clusters(_ features: [Float], rows: Int, count: Int, seed: UInt64) -> [UInt16] {
    var random = SplitMix64(seed: seed)
    let width = features.count / rows
    var centres: [Float] = []
    for _ in 0..<count {
      let row = Int.random(in: 0..<rows, using: &random)
      centres += features[row * width..<(row + 1) * width]
    }
    var labels = [UInt16](repeating: 0, count: rows)
    var products = [Float](repeating: 0, count: rows * count)
    for pass in 0..<passes {
      let norms = (0..<count).map { centre in
        centres[centre * width..<(centre + 1) * width].reduce(0) { $0 + $1 * $1 } / 2
      }
      cblas_sgemm(
        CblasRowMajor, CblasNoTrans, CblasTrans, Int32(rows), Int32(count), Int32(width), 1, features,
        Int32(width), centres, Int32(width), 0, &products, Int32(count))
      for row in 0..<rows {
        var best = 0
        var score = -Float.infinity
        for centre in 0..<count where products[row * count + centre] - norms[centre] > score {
          (best, score) = (centre, products[row * count + centre] - norms[centre])
        }
        labels[row] = UInt16(best)
      }
      guard pass < passes - 1 else { break }
      var sums = [Float](repeating: 0, count: count * width)
      var sizes = [Float](repeating: 0, count: count)
      for row in 0..<rows {
        let label = Int(labels[row])
        sizes[label] += 1
        for place in 0..<width { sums[label * width + place] += features[row * width + place] }
      }
      for centre in 0..<count {
        // An empty cluster begins again at any row.
        let row = Int.random(in: 0..<rows, using: &random)
        for place in 0..<width {
          centres[centre * width + place] =
            sizes[centre] > 0 ? sums[centre * width + place] / sizes[centre] : features[row * width + place]
        }
      }
    }
    return labels
  }
}
