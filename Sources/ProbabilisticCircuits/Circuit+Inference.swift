import Foundation

/// Exact answers one sample at a time, in double precision: the reference that faster code is held against.
extension Circuit {
  /// Natural logarithm of the probability of `evidence`: a value for every variable, nil where it is summed out.
  ///
  /// - Precondition: one entry a variable, each in range.
  public func logLikelihood(_ evidence: [Int?]) -> Double {
    let pass = UpwardPass(self, evidence, combining: { $0 + $1 })
    return log(pass.values[layers.count - 1][0]) + pass.logarithms[layers.count - 1]
  }

  /// Distribution of one variable given `evidence`, whose entry for it is ignored.
  public func conditional(of variable: Int, given evidence: [Int?]) -> [Double] {
    var evidence = evidence
    let joint = (0..<cardinalities[variable]).map { value in
      evidence[variable] = value
      return logLikelihood(evidence)
    }
    let top = joint.max() ?? 0
    let weights = joint.map { exp($0 - top) }
    let total = weights.reduce(0, +)
    return weights.map { $0 / total }
  }

  /// A sample of the variables that `evidence` leaves open, given the others.
  public func sample(given evidence: [Int?], using random: inout some RandomNumberGenerator) -> [Int] {
    let pass = UpwardPass(self, evidence, combining: { $0 + $1 })
    return descend(evidence, pass) { weights in
      var left = Double.random(in: 0..<1, using: &random) * weights.reduce(0, +)
      return weights.firstIndex { weight in
        left -= weight
        return left < 0
      } ?? weights.lastIndex { $0 > 0 } ?? 0
    }
  }

  /// Values of the open variables by the most probable way down the circuit: each sum goes to its largest child.
  /// For circuits with hidden variables this maximises over them too (maximum a posteriori of all units).
  public func mostProbableCompletion(of evidence: [Int?]) -> [Int] {
    let pass = UpwardPass(self, evidence, combining: max)
    return descend(evidence, pass) { weights in
      weights.indices.max { weights[$0] < weights[$1] } ?? 0
    }
  }

  /// Goes down from the root; `choose` takes one of some weights.
  private func descend(_ evidence: [Int?], _ pass: UpwardPass, _ choose: ([Double]) -> Int) -> [Int] {
    var result = evidence.map { $0 ?? -1 }
    var open = [(layer: layers.count - 1, unit: 0)]
    while let (index, unit) = open.popLast() {
      switch layers[index] {
      case .input(let input):
        guard result[input.variable] < 0 else { continue }
        let row = input.probabilities[unit * input.cardinality..<(unit + 1) * input.cardinality]
        result[input.variable] = choose(row.map(Double.init))
      case .product(let product):
        open += product.children.map { (layer: $0, unit: unit) }
      case .sum(let sum):
        let below = pass.values[sum.child]
        let weights = below.indices.map { Double(sum.weights[unit * below.count + $0]) * below[$0] }
        open.append((layer: sum.child, unit: choose(weights)))
      }
    }
    return result
  }
}

/// Values of all units, children first, each layer scaled so that its largest is 1.
struct UpwardPass {
  var values: [[Double]] = []
  /// Natural logarithms of what the layers were divided by.
  var logarithms: [Double] = []

  /// `combining` is + for sums, max for most probable ways.
  init(_ circuit: Circuit, _ evidence: [Int?], combining: (Double, Double) -> Double) {
    precondition(evidence.count == circuit.variableCount, "evidence for every variable")
    for layer in circuit.layers {
      var units: [Double]
      var logarithm = 0.0
      switch layer {
      case .input(let input):
        let rows = input.probabilities
        units = (0..<input.units).map { unit in
          let row = rows[unit * input.cardinality..<(unit + 1) * input.cardinality]
          if let value = evidence[input.variable] { return Double(row[row.startIndex + value]) }
          return row.reduce(0.0) { combining($0, Double($1)) }
        }
      case .product(let product):
        units = [Double](repeating: 1, count: product.units)
        for child in product.children {
          for unit in units.indices { units[unit] *= values[child][unit] }
          logarithm += logarithms[child]
        }
      case .sum(let sum):
        let below = values[sum.child]
        units = (0..<sum.units).map { unit in
          below.indices.reduce(0.0) {
            combining($0, Double(sum.weights[unit * below.count + $1]) * below[$1])
          }
        }
        logarithm = logarithms[sum.child]
      }
      let top = units.max() ?? 0
      if top > 0 {
        units = units.map { $0 / top }
        logarithm += log(top)
      }
      values.append(units)
      logarithms.append(logarithm)
    }
  }
}
