/// The fixed numbers of the class model. FORMAT.md states them; `models/recipes/contexts.py` learns with them.
enum ContextRules {
  /// Classes, a quarter octave of the predicted magnitude each; predictions are in units of 2^-12.
  static let classCount = 80
  /// Latents asked at once whether all are zero, and the classes below which they are.
  static let runLength = 8
  static let runClassCount = 26
  /// Symbols of a table; the last is the escape.
  static let symbolCount = 16
  static let escape = symbolCount - 1
  /// What neighbours may count for at most.
  static let cap: Int32 = 1023
  /// Own causal neighbours in the order of the weights: W, WW, N, NN, NW, NE.
  static let ownCount = 6
  /// Exponential-Golomb prefixes longer than this are damage.
  static let longestPrefix = 20

  /// Quarter octave of a prediction.
  @inline(__always)
  static func classIndex(_ prediction: Int32) -> Int {
    let value = UInt32(truncatingIfNeeded: max(prediction, 4))
    let octave = 29 &- value.leadingZeroBitCount
    let index = octave &* 4 &+ Int(truncatingIfNeeded: value >> UInt32(truncatingIfNeeded: octave) & 3)
    return min(index, classCount &- 1)
  }
}
