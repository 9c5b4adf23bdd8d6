import CKernels
import EntropyCoding

/// Codes samples with a hidden tree circuit, exactly as its integers say.
public struct TreeCoder: CircuitCoder {
  /// How the samples' symbols share range coders.
  public enum Streams: Sendable {
    /// One for all: no overhead.
    case shared
    /// One a sample: each can be decoded alone.
    case perSample
  }

  /// Samples that are coded side by side. Part of the format: symbols stand in the stream batch by batch, within a batch
  /// variable by variable.
  static let batch = 1024

  private let tree: HiddenTree
  private let variableCount: Int

  /// Nil if the circuit is no hidden tree.
  public init?(_ circuit: QuantizedCircuit) {
    guard let tree = HiddenTree(circuit) else { return nil }
    self.tree = tree
    variableCount = circuit.cardinalities.count
  }

  /// The bytes of `streams(of:_:)`.
  public func encode(_ table: IntegerTable, _ streams: Streams = .shared) -> [[UInt8]] {
    self.streams(of: table, streams).map(\.bytes)
  }

  public func streams(of table: IntegerTable, _ streams: Streams) -> [CodedStream] {
    precondition(table.columnCount == variableCount, "a table of other variables")
    var encoders = [RangeEncoder](repeating: RangeEncoder(), count: streams == .shared ? 1 : table.rowCount)
    let pass = TreePass(tree, capacity: min(Self.batch, table.rowCount))
    var counts = [Int32](repeating: 0, count: 16)
    table.values.withUnsafeBufferPointer { values in
      for first in stride(from: 0, to: table.rowCount, by: Self.batch) {
        let rows = min(Self.batch, table.rowCount - first)
        pass.run(rows: rows) { observed, shares in
          let symbols = values.baseAddress! + observed.variable * table.rowCount + first
          for row in 0..<rows {
            let belief = SymbolBelief(observed.emissions, shares + row * observed.emissions.states)
            let (start, width) = belief.interval(of: Int(symbols[row]), &counts)
            encoders[streams == .shared ? 0 : first + row].encode(
              start: start, width: width, total: belief.total)
          }
          return symbols
        }
      }
    }
    return encoders.map { CodedStream(bytes: $0.finish(), finalState: $0.state) }
  }

  /// The table of `rowCount` rows that was encoded. Damaged streams give other symbols, or nil where that shows.
  public func decode(_ bytes: [[UInt8]], rowCount: Int, _ streams: Streams = .shared) -> IntegerTable? {
    guard bytes.count == (streams == .shared ? 1 : rowCount) else { return nil }
    return decode(streams: bytes.map { $0[...] }, rowCount: rowCount, streams)?.table
  }

  public func decode(
    streams bytes: [ArraySlice<UInt8>], rowCount: Int, _ streams: Streams
  ) -> (table: IntegerTable, states: [UInt32])? {
    precondition(bytes.count == (streams == .shared ? 1 : rowCount), "a stream for every row")
    var decoders = bytes.map { RangeDecoder($0) }
    let pass = TreePass(tree, capacity: max(1, min(Self.batch, rowCount)))
    var counts = [Int32](repeating: 0, count: 16)
    var values = [UInt16](repeating: 0, count: rowCount * variableCount)
    values.withUnsafeMutableBufferPointer { values in
      for first in stride(from: 0, to: rowCount, by: Self.batch) {
        let rows = min(Self.batch, rowCount - first)
        pass.run(rows: rows) { observed, shares in
          let symbols = values.baseAddress! + observed.variable * rowCount + first
          for row in 0..<rows {
            let belief = SymbolBelief(observed.emissions, shares + row * observed.emissions.states)
            let index = streams == .shared ? 0 : first + row
            let quantile = decoders[index].quantile(total: belief.total)
            let (symbol, start, width) = belief.symbol(at: quantile, &counts)
            decoders[index].consume(start: start, width: width, total: belief.total)
            symbols[row] = UInt16(symbol)
          }
          return UnsafePointer(symbols)
        }
      }
    }
    guard !decoders.contains(where: \.isExhausted) else { return nil }
    let table = IntegerTable(rowCount: rowCount, columnCount: variableCount, columns: values)
    return (table, decoders.map(\.state))
  }
}
