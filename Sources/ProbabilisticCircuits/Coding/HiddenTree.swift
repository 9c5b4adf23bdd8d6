/// A quantized circuit that is a tree of hidden variables, in tables for coding.
///
/// Node u has a hidden variable Z and children; where a variable X hangs from it, also p(X | Z). The tables of an
/// edge: p(Z_u | Z_parent), forth and back.
struct HiddenTree: Sendable {
  struct Node: Sendable {
    /// Values of Z.
    var states: Int
    var observed: Observed?
    /// Index in `nodes`; nil for the root.
    var parent: Int?
    var children: [Int] = []
    /// Q15, see tree_messages.h: from the parent's states to this node's and back.
    var down: [Int16] = []
    var up: [Int16] = []
  }

  /// What hangs from a node.
  struct Observed: Sendable {
    var variable: Int
    var emissions: Emissions
  }

  /// Parents before children, depth first: the order of coding.
  private(set) var nodes: [Node] = []
  /// Shares of the root's states.
  private(set) var prior: [Int16] = []

  /// Nil if the circuit is no hidden tree.
  init?(_ circuit: QuantizedCircuit) {
    guard let last = circuit.layers.indices.last, case .sum(let top, 1, let weights) = circuit.layers[last]
    else { return nil }
    // Tied inputs share one set of tables.
    var tables: [Int: Emissions] = [:]
    guard collect(circuit, top, parent: nil, &tables) != nil else { return nil }
    let integers = weights.map { UInt64(LogarithmicProbability.integer($0)) }
    let total = integers.reduce(0, +)
    prior = integers.map { Int16(max(1, ($0 << 15) / (total + 1))) }
  }

  /// Appends the node whose states are the units of layer `index`, and what hangs from it; returns its place, or nil
  /// if that is no part of a hidden tree.
  private mutating func collect(
    _ circuit: QuantizedCircuit, _ index: Int, parent: Int?, _ tables: inout [Int: Emissions]
  ) -> Int? {
    let place = nodes.count
    nodes.append(Node(states: circuit.layers[index].units, parent: parent))
    var below = [index]
    if case .product(let children, _) = circuit.layers[index] { below = children }
    for layer in below {
      switch circuit.layers[layer] {
      case .input(let variable, let units, let tiedTo, let bytes):
        guard nodes[place].observed == nil else { return nil }
        let cardinality = circuit.cardinalities[variable]
        let emissions =
          tables[tiedTo ?? layer] ?? Emissions(bytes, states: units, cardinality: cardinality)
        tables[tiedTo ?? layer] = emissions
        nodes[place].observed = Observed(variable: variable, emissions: emissions)
      case .sum(let child, let rows, let weights):
        guard below != [index], let next = collect(circuit, child, parent: place, &tables) else { return nil }
        nodes[place].children.append(next)
        nodes[next].setTransitions(weights, parents: rows)
      case .product: return nil
      }
    }
    return place
  }
}

extension HiddenTree.Node {
  /// Bytes [parents, states] to Q15 rows, forth and back.
  fileprivate mutating func setTransitions(_ bytes: [UInt8], parents: Int) {
    var matrix = [Int16](repeating: 0, count: bytes.count)
    for row in 0..<parents {
      let integers = (0..<states).map { UInt64(LogarithmicProbability.integer(bytes[row * states + $0])) }
      let total = max(integers.reduce(0, +), 1)
      for column in 0..<states {
        matrix[row * states + column] = Int16(min((integers[column] << 15 + total / 2) / total, 32767))
      }
    }
    down = Self.paired(inputs: parents, outputs: states) { matrix[$0 * states + $1] }
    up = Self.paired(inputs: states, outputs: parents) { matrix[$1 * states + $0] }
  }

  private static func paired(inputs: Int, outputs: Int, _ element: (Int, Int) -> Int16) -> [Int16] {
    var result = [Int16](repeating: 0, count: (inputs + 1) / 2 * outputs * 2)
    for input in 0..<inputs {
      for output in 0..<outputs {
        result[(input / 2 * outputs + output) * 2 + input % 2] = element(input, output)
      }
    }
    return result
  }
}
