import Foundation

/// Distributions of one variable, one a unit.
public struct InputLayer: Equatable, Sendable {
  public enum Distributions: Equatable, Sendable {
    /// Any: probabilities [units, cardinality].
    case categorical([Float])
    /// Of as many trials as the largest value: chances [units].
    case binomial([Float])
    /// Logistic of means and scales [units], cut into bins of width 1 around the values; the outer bins are open.
    case logistic(means: [Float], scales: [Float])
  }

  public var variable: Int
  public var cardinality: Int
  public var units: Int
  public var distributions: Distributions
  /// Index of the earlier input layer whose parameters these are too, whatever its variable; nil: they are its own.
  public var tiedTo: Int?

  public init(
    variable: Int, cardinality: Int, units: Int, distributions: Distributions, tiedTo: Int? = nil
  ) {
    self.variable = variable
    self.cardinality = cardinality
    self.units = units
    self.distributions = distributions
    self.tiedTo = tiedTo
  }

  /// Parameters of its own.
  public var parameterCount: Int {
    guard tiedTo == nil else { return 0 }
    return switch distributions {
    case .categorical(let probabilities): probabilities.count
    case .binomial(let chances): chances.count
    case .logistic(let means, _): 2 * means.count
    }
  }

  /// Probabilities of all values, [units, cardinality], whatever the kind; rows add up to 1.
  public var probabilities: [Float] {
    switch distributions {
    case .categorical(let probabilities): probabilities
    case .binomial(let chances): chances.flatMap { Self.binomial(Double($0), count: cardinality) }
    case .logistic(let means, let scales):
      zip(means, scales).flatMap { Self.logistic(Double($0), Double($1), count: cardinality) }
    }
  }

  private static func binomial(_ chance: Double, count: Int) -> [Float] {
    let trials = Double(count - 1)
    return (0..<count).map { value in
      let k = Double(value)
      let ways = lgamma(trials + 1) - lgamma(k + 1) - lgamma(trials - k + 1)
      return Float(exp(ways + k * log(chance) + (trials - k) * log(1 - chance)))
    }
  }

  private static func logistic(_ mean: Double, _ scale: Double, count: Int) -> [Float] {
    func cumulative(_ x: Double) -> Double { 1 / (1 + exp(-(x - mean) / scale)) }
    return (0..<count).map { value in
      let upper = value == count - 1 ? 1 : cumulative(Double(value) + 0.5)
      let lower = value == 0 ? 0 : cumulative(Double(value) - 0.5)
      return Float(upper - lower)
    }
  }
}
