import Foundation
import Neural

/// Naive Bayes: every number of a sample is normal in every class, and independent of the others. Means and variances are the
/// whole of learning: one look at the data, and few samples are enough.
struct BayesPredictor: Predictor {
  var kind: ProbeKind { .bayes }
  /// Row-major [classes, inputs].
  let means: [Float]
  let variances: [Float]
  /// Logarithms of the classes' shares.
  let shares: [Float]

  /// Samples that the variance over all classes counts for, beside those of a class.
  private static let prior = 10.0

  init(means: [Float], variances: [Float], shares: [Float]) {
    (self.means, self.variances, self.shares) = (means, variances, shares)
  }

  /// - Parameter samples: row-major [labels.count, inputs].
  init(_ samples: [Float], labels: [Int], inputs: Int, classes: Int) {
    var counts = [Double](repeating: 0, count: classes)
    var sums = [Double](repeating: 0, count: classes * inputs)
    var squares = sums
    for (row, label) in labels.enumerated() {
      counts[label] += 1
      for column in 0..<inputs {
        let value = Double(samples[row * inputs + column])
        sums[label * inputs + column] += value
        squares[label * inputs + column] += value * value
      }
    }
    let total = Double(labels.count)
    var (means, variances) = ([Float](), [Float]())
    var common = [Double](repeating: 0, count: inputs)
    for column in 0..<inputs {
      let (sum, square) = (0..<classes).reduce((0.0, 0.0)) {
        ($0.0 + sums[$1 * inputs + column], $0.1 + squares[$1 * inputs + column])
      }
      common[column] = max(square / total - sum * sum / total / total, 1e-6)
    }
    for index in sums.indices {
      let count = max(counts[index / inputs], 1)
      let mean = sums[index] / count
      let spread = max(squares[index] - count * mean * mean, 0)
      means.append(Float(mean))
      variances.append(Float((spread + Self.prior * common[index % inputs]) / (count + Self.prior)))
    }
    self.init(means: means, variances: variances, shares: counts.map { Float(log(max($0, 0.5) / total)) })
  }

  /// Logarithms of the joint probabilities, up to a constant: two products of matrices.
  func scores(_ samples: [Float], count: Int, threads: Int) -> [Float] {
    let (classes, inputs) = (shares.count, means.count / shares.count)
    let linear = zip(means, variances).map { $0 / $1 }
    let square = variances.map { -0.5 / $0 }
    var result = Matrix.times(samples, transposed: linear, rows: count, columns: classes, inner: inputs)
    let second = Matrix.times(
      samples.map { $0 * $0 }, transposed: square, rows: count, columns: classes, inner: inputs)
    let constants = (0..<classes).map { index in
      (index * inputs..<(index + 1) * inputs).reduce(shares[index]) {
        $0 - 0.5 * (means[$1] * means[$1] / variances[$1] + logf(variances[$1]))
      }
    }
    for index in result.indices { result[index] += second[index] + constants[index % classes] }
    return result
  }

  var tensors: [String: Tensor] {
    let shape = [shares.count, means.count / shares.count]
    return [
      "means": Tensor(shape: shape, values: means), "variances": Tensor(shape: shape, values: variances),
      "shares": Tensor(shape: [shares.count], values: shares),
    ]
  }
}
