extension Circuit {
  /// The variables that each layer is over.
  public var scopes: [Set<Int>] {
    var scopes: [Set<Int>] = []
    for layer in layers {
      switch layer {
      case .input(let layer): scopes.append([layer.variable])
      default: scopes.append(layer.children.reduce(into: []) { $0.formUnion(scopes[$1]) })
      }
    }
    return scopes
  }

  /// What keeps the layers from being a circuit, one line each: order, sizes, smoothness, decomposability,
  /// normalisation. Empty for a circuit.
  public var violations: [String] {
    var found: [String] = []
    var scopes: [Set<Int>] = []
    for (index, layer) in layers.enumerated() {
      guard layer.children.allSatisfy({ (0..<index).contains($0) }), layer.units > 0 else {
        return found + ["layer \(index): a child that does not stand before it, or no unit"]
      }
      var scope: Set<Int> = []
      switch layer {
      case .input(let input):
        guard cardinalities.indices.contains(input.variable),
          cardinalities[input.variable] == input.cardinality, input.hasSizes
        else { return found + ["layer \(index): sizes of an input"] }
        scope = [input.variable]
        if let first = input.tiedTo {
          guard (0..<index).contains(first), case .input(let other) = layers[first], other.tiedTo == nil,
            other.distributions == input.distributions, other.units == input.units
          else { return found + ["layer \(index): not what it is tied to"] }
        } else {
          found += Self.unnormalised(input.probabilities, rows: input.units, layer: index)
        }
      case .product(let product):
        guard !product.children.isEmpty, product.children.allSatisfy({ layers[$0].units == product.units })
        else { return found + ["layer \(index): a product of layers that differ in units"] }
        for child in product.children {
          if !scope.isDisjoint(with: scopes[child]) { found.append("layer \(index): not decomposable") }
          scope.formUnion(scopes[child])
        }
      case .sum(let sum):
        guard sum.weights.count == sum.units * layers[sum.child].units else {
          return found + ["layer \(index): weights of a sum"]
        }
        scope = scopes[sum.child]
        found += Self.unnormalised(sum.weights, rows: sum.units, layer: index)
      }
      scopes.append(scope)
    }
    guard let root = layers.last, case .sum = root, root.units == 1, scopes.last?.count == variableCount
    else {
      return found + ["the root is no sum of one unit over all variables"]
    }
    return found
  }

  private static func unnormalised(_ rows: [Float], rows count: Int, layer: Int) -> [String] {
    let width = rows.count / count
    let isBad = (0..<count).contains { row in
      let part = rows[row * width..<(row + 1) * width]
      return !part.allSatisfy { $0 >= 0 && $0 <= 1.0001 }
        || abs(part.reduce(0.0) { $0 + Double($1) } - 1) > 1e-4
    }
    return isBad ? ["layer \(layer): not normalised"] : []
  }
}

extension InputLayer {
  var hasSizes: Bool {
    switch distributions {
    case .categorical(let values): values.count == units * cardinality
    case .binomial(let chances): chances.count == units
    case .logistic(let means, let scales): means.count == units && scales.count == units
    }
  }
}
