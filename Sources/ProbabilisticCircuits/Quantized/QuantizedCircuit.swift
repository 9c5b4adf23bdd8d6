/// A circuit in integers: what files hold and coders use.
///
/// Every parameter is a byte, the logarithm of a probability (`LogarithmicProbability`). Rows need not add up to
/// one: coders divide by their sums, in integers.
public struct QuantizedCircuit: Equatable, Sendable {
  public enum Layer: Equatable, Sendable {
    /// Bytes [units, cardinality]; `tiedTo` as in `InputLayer`.
    case input(variable: Int, units: Int, tiedTo: Int?, [UInt8])
    case product(children: [Int], units: Int)
    /// Bytes [units, units of the child].
    case sum(child: Int, units: Int, [UInt8])

    public var units: Int {
      switch self {
      case .input(_, let units, _, _), .product(_, let units), .sum(_, let units, _): units
      }
    }
  }

  public let cardinalities: [Int]
  /// Children before parents; the last is the root.
  public let layers: [Layer]

  init(cardinalities: [Int], layers: [Layer]) {
    self.cardinalities = cardinalities
    self.layers = layers
  }
}

extension QuantizedCircuit.Layer {
  /// Indices of the layers below.
  public var children: [Int] {
    switch self {
    case .input: []
    case .product(let children, _): children
    case .sum(let child, _, _): [child]
    }
  }

  /// Of an input that is tied: what to.
  var tiedTo: Int? {
    if case .input(_, _, let tiedTo, _) = self { tiedTo } else { nil }
  }

  /// Logarithmic probabilities of inputs and sums.
  var bytes: [UInt8] {
    switch self {
    case .input(_, _, _, let bytes), .sum(_, _, let bytes): bytes
    case .product: []
    }
  }
}

extension QuantizedCircuit {
  /// The variables that each layer is over.
  var scopes: [Set<Int>] {
    var scopes: [Set<Int>] = []
    for layer in layers {
      if case .input(let variable, _, _, _) = layer {
        scopes.append([variable])
      } else {
        scopes.append(layer.children.reduce(into: []) { $0.formUnion(scopes[$1]) })
      }
    }
    return scopes
  }
}
