/// Values of all layers while one sample is coded.
struct VtreeState: Sendable {
  var values: [ScaledVector]

  /// Codes one variable: `body` is given its belief, and returns the symbol.
  mutating func code(_ step: VtreePlan.Step, _ plan: VtreePlan, _ body: (SymbolBelief) -> Int) {
    let derivatives = derivatives(step, plan)
    var parts: [ScaledVector] = []
    for index in step.active {
      guard case .input(_, let units) = plan.work[index] else { continue }
      parts.append(derivatives[index] ?? ScaledVector([UInt64](repeating: 0, count: units)))
    }
    let shares = ScaledVector.shares(parts)
    let symbol = shares.withUnsafeBufferPointer { shares -> Int in
      guard let base = shares.baseAddress else { return 0 }
      return body(SymbolBelief(step.emissions, base))
    }
    for index in step.active {
      switch plan.work[index] {
      case .input(let start, let units):
        let first = symbol * step.emissions.states + start
        values[index] = ScaledVector(step.emissions.likelihoods[first..<first + units].map { UInt64($0) })
      case .product(let children):
        var product = values[children[0]]
        for child in children.dropFirst() { product.multiply(by: values[child]) }
        values[index] = product
      case .sum(let child, let matrix):
        values[index] = values[child].through(matrix, rows: values[index].mantissas.count)
      }
    }
  }

  /// Of the probability of all that is coded, by the units of the active layers.
  private func derivatives(_ step: VtreePlan.Step, _ plan: VtreePlan) -> [Int: ScaledVector] {
    var derivatives: [Int: ScaledVector] = [:]
    func give(_ derivative: ScaledVector, to layer: Int) {
      if derivatives[layer] == nil {
        derivatives[layer] = derivative
      } else {
        derivatives[layer]?.add(derivative)
      }
    }
    for anchor in step.anchors { give(anchor.weights, to: anchor.layer) }
    let active = Set(step.active)
    for index in step.active.reversed() {
      guard let derivative = derivatives[index] else { continue }
      switch plan.work[index] {
      case .input: break
      case .product(let children):
        for child in children where active.contains(child) {
          var others = derivative
          for other in children where other != child { others.multiply(by: values[other]) }
          give(others, to: child)
        }
      case .sum(let child, let matrix):
        give(derivative.back(matrix, columns: values[child].mantissas.count), to: child)
      }
    }
    return derivatives
  }
}
