/// What `VtreeCoder` knows of a circuit before it sees a sample.
struct VtreePlan: Sendable {
  enum Work: Sendable {
    /// Units from `start` on of the emissions of a variable.
    case input(start: Int, units: Int)
    case product([Int])
    /// Q15 [units, units of the child].
    case sum(Int, [UInt16])
  }

  /// The coding of one variable.
  struct Step: Sendable {
    var variable: Int
    var emissions: Emissions
    /// Layers between the variable's inputs and the anchors, children first.
    var active: [Int]
    /// Layers over the smallest scope that holds all variables so far, with the prior weights of their units.
    var anchors: [(layer: Int, weights: ScaledVector)]
  }

  private(set) var work: [Work] = []
  private(set) var steps: [Step] = []
  /// Before anything is known, all values are 1.
  let initial: VtreeState

  /// Nil if the circuit is not structured-decomposable.
  init?(_ circuit: QuantizedCircuit) {
    let scopes = circuit.scopes
    guard let vtree = Vtree(scopes: scopes, children: circuit.layers.map(\.children)) else { return nil }
    initial = VtreeState(values: circuit.layers.map { ScaledVector(ones: $0.units) })
    var inputs = [[Int]](repeating: [], count: circuit.cardinalities.count)
    var unitCounts = [Int](repeating: 0, count: circuit.cardinalities.count)
    for (index, layer) in circuit.layers.enumerated() {
      switch layer {
      case .input(let variable, let units, _, _):
        work.append(.input(start: unitCounts[variable], units: units))
        inputs[variable].append(index)
        unitCounts[variable] += units
      case .product(let children, _): work.append(.product(children))
      case .sum(let child, let units, let bytes):
        work.append(.sum(child, Self.matrix(bytes, columns: bytes.count / units)))
      }
    }
    let priors = priors(circuit)
    // Tied inputs share one set of tables.
    var tables: [[Int]: Emissions] = [:]
    var seen: Set<Int> = []
    for variable in vtree.order {
      seen.insert(variable)
      let holding = scopes.indices.filter { seen.isSubset(of: scopes[$0]) }
      guard let smallest = holding.map({ scopes[$0].count }).min() else { return nil }
      let anchors = holding.filter { scopes[$0].count == smallest && priors[$0] != nil }
      // Of layers over one scope those that no other of them stands on: their units part the probability.
      let below = Set(anchors.flatMap { circuit.layers[$0].children })
      let tops = anchors.filter { !below.contains($0) }
      let region = scopes[anchors.first ?? 0]
      let kinds = inputs[variable].map { circuit.layers[$0].tiedTo ?? $0 }
      let bytes = inputs[variable].flatMap { circuit.layers[$0].bytes }
      let emissions =
        tables[kinds]
        ?? Emissions(bytes, states: unitCounts[variable], cardinality: circuit.cardinalities[variable])
      tables[kinds] = emissions
      steps.append(
        Step(
          variable: variable, emissions: emissions,
          active: scopes.indices.filter { scopes[$0].contains(variable) && scopes[$0].isSubset(of: region) },
          anchors: tops.map { (layer: $0, weights: priors[$0] ?? ScaledVector(ones: 0)) }))
    }
  }

  /// The weights of all units when nothing is known: how much of the root's 1 runs through them. Nil for layers that
  /// nothing runs through.
  private func priors(_ circuit: QuantizedCircuit) -> [ScaledVector?] {
    var priors = [ScaledVector?](repeating: nil, count: work.count)
    func give(_ weights: ScaledVector, to layer: Int) {
      if priors[layer] == nil { priors[layer] = weights } else { priors[layer]?.add(weights) }
    }
    priors[work.count - 1] = ScaledVector(ones: circuit.layers[work.count - 1].units)
    for index in work.indices.reversed() {
      guard let weights = priors[index] else { continue }
      switch work[index] {
      case .input: break
      case .product(let children): for child in children { give(weights, to: child) }
      case .sum(let child, let matrix):
        give(weights.back(matrix, columns: circuit.layers[child].units), to: child)
      }
    }
    return priors
  }

  private static func matrix(_ bytes: [UInt8], columns: Int) -> [UInt16] {
    stride(from: 0, to: bytes.count, by: columns).flatMap { start -> [UInt16] in
      let row = bytes[start..<start + columns].map { UInt64(LogarithmicProbability.integer($0)) }
      let total = max(row.reduce(0, +), 1)
      return row.map { UInt16(($0 << 15) / total) }
    }
  }
}
