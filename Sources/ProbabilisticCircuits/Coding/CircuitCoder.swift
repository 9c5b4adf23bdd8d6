/// Codes samples with a quantized circuit.
public protocol CircuitCoder: Sendable {
  /// One stream, or as many as there are rows.
  ///
  /// - Precondition: the values of the table are below the cardinalities of the circuit.
  func streams(of table: IntegerTable, _ streams: TreeCoder.Streams) -> [CodedStream]

  /// The table of `rowCount` rows that was coded, and the states in which the decoders ended, one a stream. Damaged
  /// streams give other symbols and, nearly always, other states; nil if they end too early.
  ///
  /// - Precondition: one stream, or as many as there are rows.
  func decode(
    streams: [ArraySlice<UInt8>], rowCount: Int, _ kind: TreeCoder.Streams
  ) -> (table: IntegerTable, states: [UInt32])?
}

/// What a range coder wrote, and the state it ended in.
public struct CodedStream: Equatable, Sendable {
  public let bytes: [UInt8]
  public let finalState: UInt32
}

extension QuantizedCircuit {
  /// The fastest coder that can code with this circuit; nil if it is not structured-decomposable.
  public var coder: (any CircuitCoder)? { TreeCoder(self) ?? VtreeCoder(self) }
}
