/// Learns a circuit model: walks the latents of training pictures, several passes over the same groups, with gates
/// that move less and less, and keeps what they come to.
public final class LatentCircuitLearner {
  /// Passes over the groups.
  public static let passes = 5
  /// What gates move by in each, in 2^-14 nats for an error of 1.
  private static let rates: [Int32] = [1638, 656, 82, 10, 3]

  private let circuit: LatentCircuit
  private let state: CircuitState
  private var pass = 0

  /// - Parameter taps: `LatentCircuit.Arrays.taps`.
  public init(classes: ClassModel, taps: [Int16]) throws {
    let count = classes.planes.count
    let blank = LatentCircuit.Arrays(
      gates: [Int16](repeating: 0, count: count * CircuitRules.gateCount),
      means: [Int16](repeating: 0, count: count * CircuitRules.meanCount), taps: taps)
    circuit = try LatentCircuit(blank, classes: classes)
    state = CircuitState(blank)
  }

  /// One group.
  public func learn(_ planes: [LatentPlane], _ structures: [PlaneStructure]) {
    precondition(pass < Self.passes, "no more passes")
    var port = CircuitTracingPort(NoWriter(), width: structures.map(\.width).max() ?? 0)
    let rate = Self.rates[pass]
    circuit.walk(planes, structures, state, rates: (rate, rate), port: &port)
  }

  /// Ends a pass.
  public func settle() { pass += 1 }

  /// Plane models: rows of the arrays.
  public var planeCount: Int { circuit.classes.planeCount }

  /// What was learned.
  public var arrays: LatentCircuit.Arrays { state.arrays(taps: circuit.arrays.taps) }
}
