import Neural

/// The classes of the nearest samples, by the sum of squared differences.
struct NeighboursPredictor: Predictor {
  var kind: ProbeKind { .neighbours }
  /// Row-major [labels.count, inputs].
  let samples: [Float]
  let labels: [Int]
  let classes: Int
  /// Samples that vote.
  let neighbours: Int

  /// Votes by class. Of equally near samples the earlier ones vote; each vote counts a little less than the one before, so that
  /// equal numbers of votes go to the nearer samples.
  func scores(_ samples: [Float], count: Int, threads: Int) -> [Float] {
    let inputs = self.samples.count / labels.count
    let products = Matrix.times(
      samples, transposed: self.samples, rows: count, columns: labels.count, inner: inputs)
    let squares = labels.indices.map { row in
      (row * inputs..<(row + 1) * inputs).reduce(Float(0)) { $0 + self.samples[$1] * self.samples[$1] }
    }
    var scores = [Float](repeating: 0, count: count * classes)
    for row in 0..<count {
      let distances = labels.indices.map { squares[$0] - 2 * products[row * labels.count + $0] }
      let order = labels.indices.sorted { (distances[$0], $0) < (distances[$1], $1) }
      for (rank, index) in order.prefix(neighbours).enumerated() {
        scores[row * classes + labels[index]] += 1 - Float(rank) / Float(1000 * neighbours)
      }
    }
    return scores
  }

  var tensors: [String: Tensor] {
    [
      "samples": Tensor(shape: [labels.count, samples.count / labels.count], values: samples),
      "labels": Tensor(shape: [labels.count], values: labels.map { Float($0) }),
      "neighbours": Tensor(shape: [1], values: [Float(neighbours)]),
    ]
  }
}
