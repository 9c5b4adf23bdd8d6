/// Piecewise cubic Hermite interpolation that keeps the data's monotony (PCHIP).
///
/// Fritsch, Butland, "A method for constructing local monotone piecewise cubic interpolants", 1984: the slope at a
/// knot is the weighted harmonic mean of its neighbours' secants; at the ends a three-point formula, limited.
struct MonotoneCubic {
  private let knots: [Double]
  private let values: [Double]
  private let slopes: [Double]

  /// Knots strictly increasing, at least two.
  init(knots: [Double], values: [Double]) {
    precondition(knots.count == values.count && knots.count >= 2)
    precondition(zip(knots, knots.dropFirst()).allSatisfy { $0 < $1 }, "knots increase")
    let steps = zip(knots.dropFirst(), knots).map { $0 - $1 }
    let secants = zip(zip(values.dropFirst(), values).map { $0 - $1 }, steps).map { $0 / $1 }
    self.knots = knots
    self.values = values
    if steps.count == 1 {
      slopes = [secants[0], secants[0]]
    } else {
      let inner = (1..<steps.count).map { index in
        Self.innerSlope(steps[index - 1], steps[index], secants[index - 1], secants[index])
      }
      let last = steps.count - 1
      slopes =
        [Self.endSlope(steps[0], steps[1], secants[0], secants[1])] + inner
        + [Self.endSlope(steps[last], steps[last - 1], secants[last], secants[last - 1])]
    }
  }

  private static func innerSlope(
    _ stepBefore: Double, _ stepAfter: Double, _ before: Double, _ after: Double
  ) -> Double {
    guard before * after > 0 else { return 0 }
    let (weightBefore, weightAfter) = (2 * stepAfter + stepBefore, stepAfter + 2 * stepBefore)
    return (weightBefore + weightAfter) / (weightBefore / before + weightAfter / after)
  }

  /// The slope at an end, where `step` and `secant` belong to the interval at the end and the others to the next.
  private static func endSlope(
    _ step: Double, _ nextStep: Double, _ secant: Double, _ nextSecant: Double
  ) -> Double {
    let slope = ((2 * step + nextStep) * secant - step * nextSecant) / (step + nextStep)
    if slope * secant <= 0 { return 0 }
    if secant * nextSecant <= 0, abs(slope) > 3 * abs(secant) { return 3 * secant }
    return slope
  }

  /// The integral between two places within the knots.
  func integral(from lower: Double, to upper: Double) -> Double {
    (1..<knots.count).reduce(0) { sum, index in
      let (start, end) = (max(lower, knots[index - 1]), min(upper, knots[index]))
      return start < end ? sum + integral(in: index - 1, to: end) - integral(in: index - 1, to: start) : sum
    }
  }

  /// The integral from the start of one interval to a place in it: the cubic in powers of t, each raised by one.
  private func integral(in interval: Int, to place: Double) -> Double {
    let step = knots[interval + 1] - knots[interval]
    let t = (place - knots[interval]) / step
    let rise = values[interval + 1] - values[interval]
    let (first, second) = (slopes[interval] * step, slopes[interval + 1] * step)
    let square = 3 * rise - 2 * first - second
    let cube = first + second - 2 * rise
    return step * t * (values[interval] + t * (first / 2 + t * (square / 3 + t * cube / 4)))
  }
}
