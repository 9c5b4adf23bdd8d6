import ProbabilisticCircuits

extension ExpectationMaximization {
  /// The circuit without the weights that least runs through: `share` of all weights of sums become 0, but the largest of
  /// each unit stays ("Sparse Probabilistic Circuits via Pruning and Growing", Dang, Liu and Van den Broeck, 2022,
  /// section 3: pruning by circuit flows).
  public func pruned(share: Float) -> Circuit {
    var flows: [Float] = []
    for index in circuit.layers.indices { flows += self.flows(ofSum: index) }
    flows.sort()
    let count = min(Int(Float(flows.count) * share), flows.count)
    let threshold = count > 0 ? flows[count - 1] : -1
    return learned().withParameters { index, layer in
      switch layer {
      case .input(let input): return input.probabilities
      case .product: return []
      case .sum(let sum):
        let flows = self.flows(ofSum: index)
        let width = sum.weights.count / sum.units
        var weights = sum.weights
        for row in 0..<sum.units {
          let places = row * width..<(row + 1) * width
          let top = places.max { weights[$0] < weights[$1] } ?? places.lowerBound
          for place in places where flows[place] <= threshold && place != top { weights[place] = 0 }
          let total = weights[places].reduce(0, +)
          for place in places { weights[place] /= total }
        }
        return weights
      }
    }
  }
}
