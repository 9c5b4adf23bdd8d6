/// Learns a circuit model: walks the latents of training pictures, several passes over the same groups, and moves the
/// gates by the gradient of the code length, in smaller and smaller steps.
public final class LatentCircuitLearner {
  /// Passes over the groups; the first settles what the others begin with.
  public static let passes = 3

  private let circuit: LatentCircuit
  private let gates: LearnedGates
  /// [planes][weights of means], in 2^-16.
  private let means: UnsafeMutablePointer<Int32>
  private let count: Int
  /// In 2^-16 nats.
  private var rate = 656

  /// - Parameter taps: `LatentCircuit.Arrays.taps`.
  public init(classes: ClassModel, taps: [Int16]) throws {
    count = classes.planes.count
    gates = LearnedGates(count: count * CircuitRules.gateCount)
    means = .allocate(capacity: count * AdaptiveMean.inputCount)
    means.initialize(repeating: 0, count: count * AdaptiveMean.inputCount)
    let blank = LatentCircuit.Arrays(
      gates: gates.all, means: [Int16](repeating: 0, count: count * AdaptiveMean.inputCount), taps: taps)
    circuit = try LatentCircuit(blank, classes: classes)
  }

  deinit {
    means.deallocate()
  }

  /// One group.
  public func learn(_ planes: [LatentPlane], _ structures: [PlaneStructure]) {
    var port = LearningPort(gates: gates, rate: rate)
    circuit.walk(planes, structures, gates: gates.rounded, port: &port) {
      means + $0 * AdaptiveMean.inputCount
    }
  }

  /// Ends a pass.
  public func settle() {
    gates.settle()
    rate /= 2
  }

  /// What was learned.
  public var arrays: LatentCircuit.Arrays {
    let learned = (0..<count * AdaptiveMean.inputCount).map { Int16(min(max(means[$0] >> 2, -32768), 32767)) }
    return LatentCircuit.Arrays(gates: gates.all, means: learned, taps: circuit.arrays.taps)
  }
}
