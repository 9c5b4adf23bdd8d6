import CKernels

/// The fixed numbers of the circuit model that are not those of its rows; see `circuit_rules.h`. FORMAT.md states them.
enum CircuitRules {
  static let gateCount = Int(circuit_gate_count)
  /// Gates of a file are in 2^-10 nats, those that move in 2^-20.
  static let gateShift = 10
  /// What gates of signs, and all others, move by for an error of 1, in 2^-14 nats.
  static let signRate: Int32 = 656
  static let rate: Int32 = 410
  /// Weights of the mean of a low band: seven latents of the plane itself and six differences of the first reference.
  static let meanCount = Int(circuit_mean_inputs)
  /// Taps of the prediction of a sign: plane, row, column, weight.
  static let tapCount = Int(circuit_taps)
}
