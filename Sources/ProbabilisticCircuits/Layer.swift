/// A vector of units over the same variables.
public enum Layer: Equatable, Sendable {
  case input(InputLayer)
  case product(ProductLayer)
  case sum(SumLayer)

  public var units: Int {
    switch self {
    case .input(let layer): layer.units
    case .product(let layer): layer.units
    case .sum(let layer): layer.units
    }
  }

  /// Indices of the layers below.
  public var children: [Int] {
    switch self {
    case .input: []
    case .product(let layer): layer.children
    case .sum(let layer): [layer.child]
    }
  }

  public var parameterCount: Int {
    switch self {
    case .input(let layer): layer.parameterCount
    case .product: 0
    case .sum(let layer): layer.weights.count { $0 != 0 }
    }
  }
}

/// Unit k is the product of the units k of all children, which share no variable.
public struct ProductLayer: Equatable, Sendable {
  public var children: [Int]
  public var units: Int

  public init(children: [Int], units: Int) {
    self.children = children
    self.units = units
  }
}

/// Unit k is Σ weights[k][j] · unit j of the child.
public struct SumLayer: Equatable, Sendable {
  public var child: Int
  public var units: Int
  /// [units, units of the child]; rows add up to 1.
  public var weights: [Float]

  public init(child: Int, units: Int, weights: [Float]) {
    self.child = child
    self.units = units
    self.weights = weights
  }
}
