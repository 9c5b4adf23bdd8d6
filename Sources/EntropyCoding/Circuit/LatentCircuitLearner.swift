/// Learns a circuit model: codes latents of training pictures and keeps what the chances come to.
///
/// Two passes over the same groups. In the first nothing is forgotten, so that chances become means. In the second
/// every plane begins as it would in a file, and the weights move from plane to plane.
public final class LatentCircuitLearner {
  private let classes: ClassModel
  private let taps: [Int16]
  private let memory: CircuitMemory
  private let count: Int
  private var prior: LatentCircuit

  /// - Parameter taps: `LatentCircuit.Arrays.taps`.
  public init(classes: ClassModel, taps: [Int16]) throws {
    self.classes = classes
    self.taps = taps
    count = classes.planes.count
    memory = CircuitMemory(planes: count)
    memory.limit = 1023
    for plane in 0..<count {
      let state = memory[plane]
      for slot in 0..<CircuitRules.slotCount { state.slots[slot] = 1 << 31 }
      for weight in 0..<CircuitRules.meanWeights { state.weights[weight] = 26_000 }
    }
    prior = try Self.model(memory, count, taps, classes)
  }

  private static func model(
    _ memory: CircuitMemory, _ count: Int, _ taps: [Int16], _ classes: ClassModel
  ) throws -> LatentCircuit {
    try LatentCircuit(arrays(memory, count, taps), classes: classes)
  }

  private static func arrays(_ memory: CircuitMemory, _ count: Int, _ taps: [Int16]) -> LatentCircuit.Arrays {
    let slots = (0..<count).flatMap { plane in
      (0..<CircuitRules.slotCount).map { LatentCircuit.packed(memory[plane].slots[$0]) }
    }
    let limit = CircuitState.weightLimit
    let weights = (0..<count).flatMap { plane in
      (0..<CircuitRules.weightCount).map { Int16(min(max(memory[plane].weights[$0], -limit), limit) >> 3) }
    }
    return LatentCircuit.Arrays(slots: slots, weights: weights, taps: taps)
  }

  /// First pass: one group.
  public func count(_ planes: [LatentPlane], _ structures: [PlaneStructure]) {
    var port = DecidingPort()
    prior.walk(planes, structures, port: &port) { memory[$0] }
  }

  /// Ends the first pass.
  public func settle() throws {
    prior = try Self.model(memory, count, taps, classes)
    memory.limit = CircuitState.standardLimit
  }

  /// Second pass: one group.
  public func weigh(_ planes: [LatentPlane], _ structures: [PlaneStructure]) {
    var port = DecidingPort()
    let kept = CircuitMemory(planes: 1)
    prior.walk(planes, structures, port: &port) { plane in
      let state = memory[plane]
      kept[0].weights.update(from: state.weights, count: CircuitRules.weightCount)
      prior.unpack(plane, into: state)
      state.weights.update(from: kept[0].weights, count: CircuitRules.weightCount)
      return state
    }
  }

  /// What was learned: the chances of the first pass, the weights of the second.
  public var arrays: LatentCircuit.Arrays {
    var arrays = Self.arrays(memory, count, taps)
    arrays.slots = prior.arrays.slots
    return arrays
  }
}
