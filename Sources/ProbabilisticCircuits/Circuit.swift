/// A probabilistic circuit: an exact distribution over discrete variables, built of sums, products and inputs.
///
///     inputs ── p(x | unit) of one variable ─┐
///                                            ├─► product: the same unit of every child, disjoint variables
///     sums ─── Σ weight · child unit ────────┘         │
///       ▲──────────────────────────────────────────────┘        the last layer is the root: a sum of one unit
///
/// Units stand in layers, which are vectors of units over the same variables. Circuits are smooth (the units of a layer
/// share their variables), decomposable (children of a product share none) and normalised (weights of a sum unit add up
/// to 1), so that any marginal is one pass, children first ("Probabilistic Circuits", Choi, Vergari and Van den Broeck,
/// 2020, sections 4 and 5). Structured decomposability is what `vtree` adds.
public struct Circuit: Equatable, Sendable {
  /// How many values every variable has: 0 ..< cardinality.
  public let cardinalities: [Int]
  /// Children before parents.
  public internal(set) var layers: [Layer]

  /// - Precondition: the layers make a circuit, see `violations`.
  public init(cardinalities: [Int], layers: [Layer]) {
    self.cardinalities = cardinalities
    self.layers = layers
    precondition(violations.isEmpty, "no circuit: \(violations)")
  }

  /// The layers as they are, for readers that ask `violations` themselves.
  init(unchecked layers: [Layer], cardinalities: [Int]) {
    self.cardinalities = cardinalities
    self.layers = layers
  }

  public var variableCount: Int { cardinalities.count }

  /// Weights of sums and parameters of inputs, those that are zero left out.
  public var parameterCount: Int {
    layers.reduce(0) { $0 + $1.parameterCount }
  }

  /// The same structure with other parameters: `parameters` gives the weights of a sum [units, units of the child], or the
  /// probabilities of an input [units, cardinality]; it is not asked about tied inputs.
  public func withParameters(_ parameters: (Int, Layer) -> [Float]) -> Circuit {
    var changed: [Layer] = []
    for (index, layer) in layers.enumerated() {
      switch layer {
      case .input(var input):
        if let first = input.tiedTo, case .input(let other) = changed[first] {
          input.distributions = other.distributions
        } else {
          input.distributions = .categorical(parameters(index, layer))
        }
        changed.append(.input(input))
      case .product: changed.append(layer)
      case .sum(var sum):
        sum.weights = parameters(index, layer)
        changed.append(.sum(sum))
      }
    }
    return Circuit(cardinalities: cardinalities, layers: changed)
  }
}
