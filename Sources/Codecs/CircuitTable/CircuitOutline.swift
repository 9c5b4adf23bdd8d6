import ProbabilisticCircuits

/// What the structure of a circuit says about it.
public struct CircuitOutline: Equatable, Sendable {
  /// Layers of each kind.
  public private(set) var inputs = 0
  public private(set) var products = 0
  public private(set) var sums = 0
  /// Units of the largest sum or product: the states of a hidden tree.
  public private(set) var states = 0
  /// Bytes of inputs and sums.
  public private(set) var parameters = 0
  /// Sums on the longest way from the root to an input.
  public private(set) var depth = 0
  /// Memory for the tables of a coder.
  let tableBytes: Int
  /// Memory for a batch of samples in a coder.
  let workBytes: Int
  /// About how long `VtreeCoder` takes to prepare: comparisons of variables.
  let preparationSteps: Int

  public init(_ circuit: QuantizedCircuit) {
    var depths: [Int] = []
    var tableBytes = 0
    var scopes: [Int] = []
    var widest = 0
    var preparationSteps = circuit.cardinalities.count * circuit.layers.count
    for layer in circuit.layers {
      var depth = layer.children.reduce(0) { max($0, depths[$1]) }
      switch layer {
      case .input(_, _, _?, _): inputs += 1
      case .input(let variable, let units, nil, let bytes):
        inputs += 1
        parameters += bytes.count
        let cardinality = circuit.cardinalities[variable]
        // Likelihoods, and counts in two levels of 16, rounded up: see `Emissions`.
        tableBytes += units * (2 * cardinality + 64 * ((cardinality + 15) / 16 + (cardinality + 255) / 256))
      case .product: products += 1
      case .sum(_, _, let bytes):
        sums += 1
        parameters += bytes.count
        tableBytes += 4 * bytes.count
        depth += 1
      }
      depths.append(depth)
      let below = layer.children.reduce(0) { $0 + scopes[$1] }
      scopes.append(min(max(below, 1), circuit.cardinalities.count))
      // Each set of variables before one in it is looked for in it.
      preparationSteps += scopes[scopes.count - 1] * scopes[scopes.count - 1]
      widest = max(widest, layer.units)
      if case .input = layer { continue }
      states = max(states, layer.units)
    }
    depth = depths.last ?? 0
    self.tableBytes = tableBytes
    self.preparationSteps = preparationSteps
    workBytes = (depth + 1) * widest * 1024 * 4
  }
}
