/// log2 in a fixed order of float operations: the same bits on every machine, which no libm promises.
///
/// Exponent from the bits, mantissa by the series of the inverse hyperbolic tangent; error below 1e-6.
enum StepLogarithm {
  static func log2(_ x: Float) -> Float {
    precondition(x.isNormal && x > 0, "a step out of range")
    var mantissa = x.significand
    var exponent = Float(x.exponent)
    if mantissa > 1.414_213_5 {
      mantissa /= 2
      exponent += 1
    }
    let z = (mantissa - 1) / (mantissa + 1)
    let square = z * z
    let series = 1 + square * (1 / 3 + square * (1 / 5 + square * (1 / 7 + square * (1 / 9))))
    return exponent + 2.885_390_1 * z * series
  }
}
