import Bytes
import Neural
import ProbabilisticCircuits

/// The circuit of a file, ready to code and to evaluate. Immutable; shared by threads.
public final class CircuitModel: Sendable {
  public let circuit: QuantizedCircuit
  /// The first 16 bytes of the SHA-256 of the file: what coded tables name.
  public let digest: [UInt8]
  /// Bytes of the file.
  public let byteCount: Int
  /// The probabilities that the integers stand for.
  public let probabilities: Circuit
  let coder: any CircuitCoder

  /// The most memory for tables of a coder, and for its work on a batch of samples.
  private static let coderBytes = 1 << 30
  /// The most steps that `VtreeCoder` may take to prepare.
  private static let preparationSteps = 1 << 30
  /// Samples that are evaluated side by side.
  private static let block = 64

  private static let limits: CircuitLimits = {
    var limits = CircuitLimits()
    limits.parameters = 1 << 26
    return limits
  }()

  /// Reads a circuit file.
  /// - Throws: `corruptData`, `unsupported` also for a circuit that no coder can code with, `limitExceeded` before
  ///   memory is taken.
  public init(file bytes: [UInt8]) throws(CodecError) {
    circuit = try QuantizedCircuit(parsing: bytes, limits: Self.limits)
    digest = Array(SHA256.digest(bytes).prefix(16))
    byteCount = bytes.count
    let outline = CircuitOutline(circuit)
    guard outline.tableBytes <= Self.coderBytes, outline.workBytes <= Self.coderBytes else {
      throw .limitExceeded("circuit file: coding would take too much memory")
    }
    if let coder = TreeCoder(circuit) {
      self.coder = coder
    } else {
      guard outline.preparationSteps <= Self.preparationSteps else {
        throw .limitExceeded("circuit file: too large for a circuit that is no hidden tree")
      }
      guard let coder = VtreeCoder(circuit) else {
        throw .unsupported("circuit file: the circuit is not structured-decomposable")
      }
      self.coder = coder
    }
    probabilities = circuit.dequantized()
  }

  /// The same limits for a circuit that is to be learned.
  /// - Parameter sharedInputs: input distributions that all variables mix; nil: each has its own for every state.
  /// - Throws: `limitExceeded` before memory is taken.
  public static func checkLearning(
    variables: Int, cardinality: Int, states: Int, sharedInputs: Int? = nil
  ) throws(CodecError) {
    precondition((1...limits.units).contains(states), "states out of range")
    precondition((1...limits.units).contains(sharedInputs ?? 1), "inputs out of range")
    let shared = (sharedInputs ?? 0) * cardinality
    let own = states * (states + (sharedInputs ?? cardinality))
    guard shared < limits.parameters, variables <= (limits.parameters - shared) / own else {
      throw .limitExceeded(
        "\(variables) variables of \(cardinality) values with \(states) states; "
          + "a circuit has at most \(limits.parameters) parameters")
    }
  }

  /// Throws `invalidParameter` for a table of other variables than the circuit's, naming the first value that it cannot
  /// code.
  public func check(_ table: IntegerTable) throws(CodecError) {
    let cardinalities = circuit.cardinalities
    guard table.columnCount == cardinalities.count else {
      throw .invalidParameter(
        "samples of \(table.columnCount) values; the circuit is for \(cardinalities.count)")
    }
    for (index, cardinality) in cardinalities.enumerated() {
      guard let row = table.column(index).firstIndex(where: { Int($0) >= cardinality }) else { continue }
      throw .invalidParameter(
        "sample \(row - index * table.rowCount), place \(index): value \(table.values[row]); "
          + "the circuit codes 0 to \(cardinality - 1)")
    }
  }

  /// Exact logarithms to base 2 of the samples' probabilities under the circuit as the file has it; -infinity for
  /// impossible samples. The same at any number of threads.
  ///
  /// - Precondition: a table that passes `check`.
  public func logarithms(_ table: IntegerTable, threads: Int) -> [Double] {
    var result = [Double](repeating: 0, count: table.rowCount)
    result.withUnsafeMutableBufferPointer { result in
      nonisolated(unsafe) let result = result
      Workers.run(count: (table.rowCount + Self.block - 1) / Self.block, threads: threads) { index in
        let rows = index * Self.block..<min((index + 1) * Self.block, table.rowCount)
        for (row, value) in zip(rows, probabilities.logLikelihoods(table, rows: rows)) {
          result[row] = value / 0.693147180559945309
        }
      }
    }
    return result
  }

  /// The digest in hexadecimal.
  public var hexadecimal: String { ModelIdentity.hexadecimal(digest) }
}
