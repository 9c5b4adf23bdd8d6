extension QuantizedCircuit {
  /// The probabilities that the bytes stand for, rows normalised.
  public func dequantized() -> Circuit {
    Circuit(
      unchecked: layers.map { layer in
        switch layer {
        case .input(let variable, let units, let bytes):
          .input(
            InputLayer(
              variable: variable, cardinality: cardinalities[variable], units: units,
              distributions: .categorical(Self.normalised(bytes, rows: units))))
        case .product(let children, let units): .product(ProductLayer(children: children, units: units))
        case .sum(let child, let units, let bytes):
          .sum(SumLayer(child: child, units: units, weights: Self.normalised(bytes, rows: units)))
        }
      }, cardinalities: cardinalities)
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
