/// What moves while latents are coded: gates and weights of means, of each plane model.
final class CircuitState {
  /// [planes][gates]: log odds in 2^-20 nats.
  private let gates: UnsafeMutablePointer<Int32>
  /// [planes][inputs]: weights of `AdaptiveMean` in 2^-16.
  private let means: UnsafeMutablePointer<Int32>
  private let planeCount: Int

  /// The state of a model before the first latent.
  init(_ arrays: LatentCircuit.Arrays) {
    planeCount = arrays.gates.count / CircuitRules.gateCount
    gates = .allocate(capacity: arrays.gates.count)
    means = .allocate(capacity: arrays.means.count)
    for (place, gate) in arrays.gates.enumerated() { gates[place] = Int32(gate) << CircuitRules.gateShift }
    for (place, weight) in arrays.means.enumerated() { means[place] = Int32(weight) << 2 }
  }

  deinit {
    gates.deallocate()
    means.deallocate()
  }

  func gates(of plane: Int) -> UnsafeMutablePointer<Int32> { gates + plane * CircuitRules.gateCount }

  func means(of plane: Int) -> UnsafeMutablePointer<Int32> { means + plane * CircuitRules.meanCount }

  /// As a circuit file keeps it.
  func arrays(taps: [Int16]) -> LatentCircuit.Arrays {
    LatentCircuit.Arrays(
      gates: Self.rounded(gates, planeCount * CircuitRules.gateCount, shift: CircuitRules.gateShift),
      means: Self.rounded(means, planeCount * CircuitRules.meanCount, shift: 2), taps: taps)
  }

  private static func rounded(_ values: UnsafePointer<Int32>, _ count: Int, shift: Int) -> [Int16] {
    (0..<count).map { Int16(clamping: (Int(values[$0]) + 1 << (shift - 1)) >> shift) }
  }
}
