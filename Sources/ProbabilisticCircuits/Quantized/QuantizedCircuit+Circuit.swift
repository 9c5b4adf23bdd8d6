extension Circuit {
  /// The circuit with its probabilities rounded to bytes.
  public func quantized() -> QuantizedCircuit {
    var quantized: [QuantizedCircuit.Layer] = []
    for layer in layers {
      switch layer {
      case .input(let input):
        let bytes =
          input.tiedTo.map { quantized[$0].bytes } ?? input.probabilities.map(LogarithmicProbability.byte)
        quantized.append(
          .input(variable: input.variable, units: input.units, tiedTo: input.tiedTo, bytes))
      case .product(let product):
        quantized.append(.product(children: product.children, units: product.units))
      case .sum(let sum):
        quantized.append(
          .sum(child: sum.child, units: sum.units, sum.weights.map(LogarithmicProbability.byte)))
      }
    }
    return QuantizedCircuit(cardinalities: cardinalities, layers: quantized)
  }
}

extension QuantizedCircuit {
  /// The probabilities that the bytes stand for, rows normalised.
  public func dequantized() -> Circuit {
    var result: [ProbabilisticCircuits.Layer] = []
    for layer in layers {
      switch layer {
      case .input(let variable, let units, let tiedTo, let bytes):
        var input = InputLayer(
          variable: variable, cardinality: cardinalities[variable], units: units,
          distributions: .categorical([]), tiedTo: tiedTo)
        if let tiedTo, case .input(let first) = result[tiedTo] {
          input.distributions = first.distributions
        } else {
          input.distributions = .categorical(Self.normalised(bytes, rows: units))
        }
        result.append(.input(input))
      case .product(let children, let units):
        result.append(.product(ProductLayer(children: children, units: units)))
      case .sum(let child, let units, let bytes):
        result.append(
          .sum(SumLayer(child: child, units: units, weights: Self.normalised(bytes, rows: units))))
      }
    }
    return Circuit(unchecked: result, cardinalities: cardinalities)
  }

  private static func normalised(_ bytes: [UInt8], rows: Int) -> [Float] {
    let width = bytes.count / rows
    return (0..<rows).flatMap { row -> [Float] in
      let values = bytes[row * width..<(row + 1) * width].map { Float(LogarithmicProbability.integer($0)) }
      let total = values.reduce(0.0) { $0 + Double($1) }
      return values.map { Float(Double($0) / total) }
    }
  }
}
