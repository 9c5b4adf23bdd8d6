import ProbabilisticCircuits

/// Where the parameters of a circuit's layers stand in one array: weights of sums [units, units of the child], inputs
/// as tables [cardinality, units], so that a sample's probabilities lie side by side. Tied inputs have one table.
struct ParameterLayout {
  /// First parameter of every layer; of products, of the layer after them.
  let starts: [Int]
  let count: Int

  init(_ circuit: Circuit) {
    var starts: [Int] = []
    var next = 0
    for layer in circuit.layers {
      if case .input(let input) = layer, let first = input.tiedTo {
        starts.append(starts[first])
      } else {
        starts.append(next)
        next += Self.size(layer)
      }
    }
    self.starts = starts
    count = next
  }

  /// Parameters of a layer, zeros too.
  private static func size(_ layer: Layer) -> Int {
    switch layer {
    case .input(let input): input.units * input.cardinality
    case .product: 0
    case .sum(let sum): sum.weights.count
    }
  }

  /// The parameters of a circuit.
  func parameters(of circuit: Circuit) -> [Float] {
    circuit.layers.flatMap { layer -> [Float] in
      switch layer {
      case .input(let input):
        input.tiedTo == nil ? Self.transposed(input.probabilities, rows: input.units) : []
      case .product: []
      case .sum(let sum): sum.weights
      }
    }
  }

  /// The circuit of the same structure with these parameters.
  func circuit(_ structure: Circuit, parameters: some RandomAccessCollection<Float>) -> Circuit {
    structure.withParameters { index, layer in
      let first = parameters.index(parameters.startIndex, offsetBy: starts[index])
      let own = parameters[first..<parameters.index(first, offsetBy: Self.size(layer))]
      if case .input(let input) = layer { return Self.transposed(own, rows: input.cardinality) }
      return Array(own)
    }
  }

  /// The columns of a row-major matrix, one after the other.
  static func transposed(_ values: some RandomAccessCollection<Float>, rows: Int) -> [Float] {
    let width = values.count / rows
    var result = [Float](repeating: 0, count: values.count)
    for (index, value) in values.enumerated() { result[index % width * rows + index / width] = value }
    return result
  }
}
