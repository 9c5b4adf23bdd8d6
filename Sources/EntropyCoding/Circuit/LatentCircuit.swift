import Bytes

/// The circuit model of latents: a conditional circuit of decisions, learned and adapting.
///
/// A row is asked from the whole to its parts: are 64 latents all zero, are eight of them, is this one, is its
/// magnitude one, two and so on, is it negative. Every question is a sum over two outcomes, a sum is read at its
/// price without looking at what lies below, and its weights come from the decoded neighbourhood: the magnitude
/// prediction of the class model, the magnitudes nearest by, the parent or another channel, the signs around. Within a
/// plane of a group the chances move with what was coded. Integers only; one instance serves all groups and threads.
public final class LatentCircuit: Sendable {
  let classes: ClassModel
  let arrays: Arrays
  /// [planes][taps].
  let taps: [[SignTap]]

  /// The arrays of a circuit file, row-major; see FORMAT.md, "Circuit model".
  public struct Arrays: Sendable {
    /// [planes, `CircuitRules.slotCount`]: log odds + 2048 above four bits of confidence.
    public var slots: [UInt16]
    /// [planes, `CircuitRules.weightCount`] in units of 2^-13.
    public var weights: [Int16]
    /// [planes, 16, 4].
    public var taps: [Int16]

    public init(slots: [UInt16], weights: [Int16], taps: [Int16]) {
      self.slots = slots
      self.weights = weights
      self.taps = taps
    }
  }

  /// - Parameter classes: the model whose magnitude predictions gate the circuit.
  /// - Throws: `corruptData` if the arrays do not fit each other or the class model.
  public init(_ arrays: Arrays, classes: ClassModel) throws(CodecError) {
    let count = classes.planes.count
    guard arrays.slots.count == count * CircuitRules.slotCount,
      arrays.weights.count == count * CircuitRules.weightCount,
      arrays.weights.allSatisfy({ abs(Int32($0)) << 3 <= CircuitState.weightLimit })
    else { throw .corruptData("model: the circuit does not fit its class model") }
    self.classes = classes
    self.arrays = arrays
    taps = try SignTap.read(arrays.taps, planes: count)
  }

  /// What a slot has seen when a plane begins, by its confidence.
  private static func seen(_ confidence: UInt16) -> UInt32 { confidence == 15 ? 20 : UInt32(confidence) }

  /// Chances and weights of a plane model as they are before the first latent.
  func unpack(_ plane: Int, into state: CircuitState) {
    let chances = Logistic.shared.chances
    for (place, slot) in arrays.slots[plane * CircuitRules.slotCount..<(plane + 1) * CircuitRules.slotCount]
      .enumerated()
    {
      let chance = UInt32(chances[Int(slot >> 4)]) << 6 | 32
      state.slots[place] = chance << 10 | Self.seen(slot & 15)
    }
    for place in 0..<CircuitRules.weightCount {
      state.weights[place] = Int32(arrays.weights[plane * CircuitRules.weightCount + place]) << 3
    }
  }

  /// The inverse of `unpack`.
  static func packed(_ slot: UInt32) -> UInt16 {
    let odds = UInt16(Int(Logistic.shared.logOdds[Int(slot >> 20)]) + 2048)
    return odds << 4 | UInt16(min(slot & 1023, 15))
  }
}
