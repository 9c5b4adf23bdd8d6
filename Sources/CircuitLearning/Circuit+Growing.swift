import ProbabilisticCircuits

extension Circuit {
  /// A circuit of the same distribution, but for `noise`, with twice the units in every layer but the root and tied
  /// inputs: what was learned with few states is where learning with more of them begins.
  ///
  /// Each parameter is multiplied by a factor uniform in 1 ± noise, so that the twins part ("Sparse Probabilistic
  /// Circuits via Pruning and Growing", Dang, Liu and Van den Broeck, 2022, section 4, with copies of both ends of
  /// an edge).
  public func grown(noise: Float, using random: inout some RandomNumberGenerator) -> Circuit {
    var factors: [Int] = []
    var grown: [Layer] = []
    let tied = Set(
      layers.compactMap { layer -> Int? in if case .input(let input) = layer { input.tiedTo } else { nil } })
    for (index, layer) in layers.enumerated() {
      switch layer {
      case .input(var input):
        let stays = input.tiedTo != nil || tied.contains(index)
        factors.append(stays ? 1 : 2)
        if !stays {
          let rows = Self.twins(
            input.probabilities, rows: input.units, rowFactor: 2, columnFactor: 1, noise, &random)
          input.distributions = .categorical(rows)
          input.units *= 2
        }
        grown.append(.input(input))
      case .product(var product):
        // Children of one kind only: where inputs stay, a sum stands between them and the product.
        factors.append(factors[product.children[0]])
        product.units *= factors[index]
        grown.append(.product(product))
      case .sum(var sum):
        let factor = index == layers.count - 1 ? 1 : 2
        factors.append(factor)
        sum.weights = Self.twins(
          sum.weights, rows: sum.units, rowFactor: factor, columnFactor: factors[sum.child], noise, &random)
        sum.units *= factor
        grown.append(.sum(sum))
      }
    }
    return Circuit(cardinalities: cardinalities, layers: grown)
  }

  /// Every entry of a matrix so many times down and across, times noise; rows normalised again.
  private static func twins(
    _ matrix: [Float], rows: Int, rowFactor: Int, columnFactor: Int, _ noise: Float,
    _ random: inout some RandomNumberGenerator
  ) -> [Float] {
    let width = matrix.count / rows
    var result: [Float] = []
    result.reserveCapacity(matrix.count * rowFactor * columnFactor)
    for row in 0..<rows * rowFactor {
      let source = matrix[row / rowFactor * width..<(row / rowFactor + 1) * width]
      var values: [Float] = []
      for value in source {
        for _ in 0..<columnFactor {
          values.append(value * Float.random(in: 1 - noise...1 + noise, using: &random))
        }
      }
      let total = values.reduce(0, +)
      result += values.map { $0 / total }
    }
    return result
  }
}
