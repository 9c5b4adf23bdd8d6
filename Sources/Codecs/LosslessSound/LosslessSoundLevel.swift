/// How much work is done for small files: a byte of the file.
public enum LosslessSoundLevel: UInt8, Sendable, CaseIterable {
  /// Linear prediction with coefficients in the file: more than ten times as fast.
  case fast = 0
  /// Predictors that learn from every sample.
  case standard = 1
}
