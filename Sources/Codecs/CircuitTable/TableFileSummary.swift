import ProbabilisticCircuits

/// The facts of a `.cdc` table that stand in its header and tables.
public struct TableFileSummary: Sendable {
  /// Of the circuit that codes it.
  public let digest: [UInt8]
  public let rows: Int
  /// Dimensions of a sample.
  public let shape: [Int]
  /// The most values of a variable.
  public let cardinality: Int
  public let streams: TreeCoder.Streams
  /// The format of the file that was coded.
  public let originFormat: String
  /// Payload of each group.
  public let groupBytes: [Int]
  public let fileBytes: Int
}
