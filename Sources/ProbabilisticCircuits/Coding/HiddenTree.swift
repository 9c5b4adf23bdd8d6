/// A quantized circuit that is a tree of hidden variables, in tables for coding.
///
/// Node u has a hidden variable Z of `states` values, an observed one X that hangs from it, and children. The tables
/// of a node: p(Z_u | Z_parent), forth and back, and p(X_u | Z_u).
struct HiddenTree: Sendable {
  struct Node: Sendable {
    var variable: Int
    var emissions: Emissions
    /// Index in `nodes`; nil for the root.
    var parent: Int?
    var children: [Int] = []
    /// Q15, see tree_messages.h: from the parent's states to this node's and back.
    var down: [Int16] = []
    var up: [Int16] = []

    var states: Int { emissions.states }
  }

  /// Parents before children, depth first: the order of coding.
  let nodes: [Node]
  /// Shares of the root's states.
  let prior: [Int16]

  /// Nil if the circuit is no hidden tree.
  init?(_ circuit: QuantizedCircuit) {
    var nodes: [Node] = []
    guard let last = circuit.layers.indices.last, case .sum(let top, 1, let weights) = circuit.layers[last],
      HiddenTree.collect(circuit, top, parent: nil, into: &nodes)
    else { return nil }
    self.nodes = nodes
    var shares = [Int16](repeating: 0, count: weights.count)
    let integers = weights.map { UInt64(LogarithmicProbability.integer($0)) }
    let total = integers.reduce(0, +)
    for (state, weight) in integers.enumerated() {
      shares[state] = Int16(max(1, (weight << 15) / (total + 1)))
    }
    prior = shares
  }

  /// Appends the node whose product or input is layer `index`, and what hangs from it.
  private static func collect(
    _ circuit: QuantizedCircuit, _ index: Int, parent: Int?, into nodes: inout [Node]
  ) -> Bool {
    let input: Int
    var sums: [Int] = []
    switch circuit.layers[index] {
    case .input: input = index
    case .product(let children, _):
      let inputs = children.filter { if case .input = circuit.layers[$0] { true } else { false } }
      guard inputs.count == 1 else { return false }
      input = inputs[0]
      sums = children.filter { $0 != input }
    case .sum: return false
    }
    guard case .input(let variable, let units, let bytes) = circuit.layers[input] else { return false }
    let place = nodes.count
    let emissions = Emissions(bytes, states: units, cardinality: circuit.cardinalities[variable])
    nodes.append(Node(variable: variable, emissions: emissions, parent: parent))
    for sum in sums {
      guard case .sum(let child, let rows, let weights) = circuit.layers[sum] else { return false }
      let childPlace = nodes.count
      guard collect(circuit, child, parent: place, into: &nodes) else { return false }
      nodes[place].children.append(childPlace)
      nodes[childPlace].setTransitions(weights, parents: rows)
    }
    return true
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
        matrix[row * states + column] = Int16(min((integers[column] << 15) / total, 32767))
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
