/// Where the first parameters of a hidden tree circuit come from. All rows add up to 1.
public protocol HiddenTreeParameters {
  /// Probabilities [units, cardinality] of a variable's input; of nil: of the input that variables share.
  mutating func input(of variable: Int?, units: Int, cardinality: Int) -> [Float]
  /// p(state of `child` | state of `parent`) [rows, width]; the root has no parent, and one row.
  mutating func transitions(from parent: Int?, to child: Int, rows: Int, width: Int) -> [Float]
  /// Weights [rows, width] by which states of `hidden` mix the shared inputs, of a cardinality, for a variable.
  mutating func mixture(
    of variable: Int, givenStateOf hidden: Int, rows: Int, width: Int, cardinality: Int
  ) -> [Float]
}

/// Uniform in 0.6...1.4, then normalised; shared inputs are bumps side by side over the values.
public struct RandomParameters<Generator: RandomNumberGenerator>: HiddenTreeParameters {
  public var random: Generator

  public init(_ random: Generator) {
    self.random = random
  }

  public mutating func input(of variable: Int?, units: Int, cardinality: Int) -> [Float] {
    variable == nil ? .bumps(units, cardinality: cardinality) : rows(units, width: cardinality)
  }

  public mutating func transitions(from _: Int?, to _: Int, rows: Int, width: Int) -> [Float] {
    self.rows(rows, width: width)
  }

  public mutating func mixture(
    of _: Int, givenStateOf _: Int, rows: Int, width: Int, cardinality _: Int
  ) -> [Float] {
    self.rows(rows, width: width)
  }

  private mutating func rows(_ count: Int, width: Int) -> [Float] {
    (0..<count).flatMap { _ in
      let row = (0..<width).map { _ in Float.random(in: 0.6...1.4, using: &random) }
      let total = row.reduce(0, +)
      return row.map { $0 / total }
    }
  }
}

extension [Float] {
  /// [count, cardinality]: triangles around equally spaced values, on a floor of a two hundredth of their height.
  public static func bumps(_ count: Int, cardinality: Int) -> [Float] {
    let spacing = Float(cardinality - 1) / Float(Swift.max(count - 1, 1))
    return (0..<count).flatMap { unit in
      let centre = spacing * Float(unit)
      let row = (0..<cardinality).map {
        0.005 + Swift.max(0, 1 - abs(Float($0) - centre) / Swift.max(spacing, 1))
      }
      let total = row.reduce(0, +)
      return row.map { $0 / total }
    }
  }
}
