import TestSupport

@testable import ProbabilisticCircuits

/// Random circuits small enough to enumerate, and tables of random values.
enum SmallCircuits {
  /// A hidden tree with random parents.
  static func tree(
    cardinalities: [Int], states: Int, sharedInputs: Int? = nil, seed: UInt64 = 1
  ) -> Circuit {
    var random = SeededRandom(seed)
    let parents = cardinalities.indices.map { $0 == 0 ? nil : random.next(below: $0) }
    var circuit = Circuit(
      hiddenTree: VariableTree(parents: parents), cardinalities: cardinalities, states: states,
      sharedInputs: sharedInputs, using: &random)
    // Sharper than the circuit begins: weights to the sixth power.
    circuit = circuit.withParameters { _, layer in
      switch layer {
      case .input(let input): sharpened(input.probabilities, rows: input.units)
      case .product: []
      case .sum(let sum): sharpened(sum.weights, rows: sum.units)
      }
    }
    return circuit
  }

  private static func sharpened(_ values: [Float], rows: Int) -> [Float] {
    let width = values.count / rows
    return (0..<rows).flatMap { row in
      let powers = values[row * width..<(row + 1) * width].map { $0 * $0 * $0 * $0 * $0 * $0 }
      let total = powers.reduce(0, +)
      return powers.map { $0 / total }
    }
  }

  /// All values of all variables.
  static func everything(_ cardinalities: [Int]) -> [[Int]] {
    cardinalities.reduce([[]]) { partial, cardinality in
      partial.flatMap { row in (0..<cardinality).map { row + [$0] } }
    }
  }

  /// Samples of a circuit.
  static func samples(_ circuit: Circuit, count: Int, seed: UInt64 = 2) -> IntegerTable {
    var random = SeededRandom(seed)
    let open = [Int?](repeating: nil, count: circuit.variableCount)
    let rows = (0..<count).map { _ in circuit.sample(given: open, using: &random) }
    let columns = (0..<circuit.variableCount).flatMap { column in rows.map { UInt16($0[column]) } }
    return IntegerTable(rowCount: count, columnCount: circuit.variableCount, columns: columns)
  }
}
