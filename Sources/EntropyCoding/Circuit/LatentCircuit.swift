import Bytes

/// The circuit model of latents: a conditional circuit of decisions.
///
/// A row is asked from the whole to its parts: are 64 latents all zero, are eight of them, is this one, is its
/// magnitude one, two and so on, is it negative. Every question is a sum over two outcomes, a sum is read at its
/// price without looking at what lies below, and gates choose its weights by the decoded neighbourhood: the magnitude
/// prediction of the class model, the magnitudes nearest by, the parent or another channel, the signs around. Integers
/// only; one instance serves all groups and threads.
public final class LatentCircuit: Sendable {
  let classes: ClassModel
  let arrays: Arrays
  /// [planes][taps].
  let taps: [[SignTap]]

  /// The arrays of a circuit file, row-major; see FORMAT.md, "Circuit model".
  public struct Arrays: Sendable {
    /// [planes, `CircuitRules.gateCount`]: log odds in 2^-10 nats that coding begins with.
    public var gates: [Int16]
    /// [planes, `CircuitRules.meanCount`]: weights of means in 2^-14.
    public var means: [Int16]
    /// [planes, 16, 4].
    public var taps: [Int16]

    public init(gates: [Int16], means: [Int16], taps: [Int16]) {
      self.gates = gates
      self.means = means
      self.taps = taps
    }
  }

  /// - Parameter classes: the model whose magnitude predictions gate the circuit.
  /// - Throws: `corruptData` if the arrays do not fit each other or the class model.
  public init(_ arrays: Arrays, classes: ClassModel) throws(CodecError) {
    let count = classes.planes.count
    guard arrays.gates.count == count * CircuitRules.gateCount,
      arrays.means.count == count * CircuitRules.meanCount
    else { throw .corruptData("model: the circuit does not fit its class model") }
    self.classes = classes
    self.arrays = arrays
    taps = try SignTap.read(arrays.taps, planes: count)
  }
}
