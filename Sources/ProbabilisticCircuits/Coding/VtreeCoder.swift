import EntropyCoding

/// Codes samples with any structured-decomposable circuit, in O(log D · size) if its vtree is balanced.
///
/// Variables are coded in the order of the vtree's leaves, left first. When variable i is coded, only the layers between
/// its inputs and the smallest layer scope that holds all variables so far are worked on: going down, derivatives by their
/// units; coming back, their values (Liu, Mandt and Van den Broeck, arXiv 2111.11632, algorithm 1, which evaluates the
/// circuit once a binary digit of the symbol instead). What lies above is in constant prior weights. `TreeCoder` is the
/// fast way for hidden trees; this is for all others, and what tests hold that one against.
public struct VtreeCoder: CircuitCoder {
  let circuit: QuantizedCircuit
  let plan: VtreePlan

  /// Nil if the circuit is not structured-decomposable.
  public init?(_ circuit: QuantizedCircuit) {
    guard let plan = VtreePlan(circuit) else { return nil }
    self.circuit = circuit
    self.plan = plan
  }

  /// One stream for all rows, a row after the other.
  ///
  /// - Precondition: the values of the table are below the cardinalities of the circuit.
  public func encode(_ table: IntegerTable) -> [UInt8] {
    streams(of: table, .shared)[0].bytes
  }

  public func streams(of table: IntegerTable, _ streams: TreeCoder.Streams) -> [CodedStream] {
    precondition(table.columnCount == circuit.cardinalities.count, "a table of other variables")
    var encoders = [RangeEncoder](repeating: RangeEncoder(), count: streams == .shared ? 1 : table.rowCount)
    var counts = [Int32](repeating: 0, count: 16)
    for row in 0..<table.rowCount {
      var state = plan.initial
      for step in plan.steps {
        let symbol = Int(table.values[step.variable * table.rowCount + row])
        state.code(step, plan) { belief in
          let (start, width) = belief.interval(of: symbol, &counts)
          encoders[streams == .shared ? 0 : row].encode(start: start, width: width, total: belief.total)
          return symbol
        }
      }
    }
    return encoders.map { CodedStream(bytes: $0.finish(), finalState: $0.state) }
  }

  /// The table that was encoded. A damaged stream gives other symbols, or nil where that shows.
  public func decode(_ bytes: [UInt8], rowCount: Int) -> IntegerTable? {
    decode(streams: [bytes[...]], rowCount: rowCount, .shared)?.table
  }

  public func decode(
    streams bytes: [ArraySlice<UInt8>], rowCount: Int, _ streams: TreeCoder.Streams
  ) -> (table: IntegerTable, states: [UInt32])? {
    precondition(bytes.count == (streams == .shared ? 1 : rowCount), "a stream for every row")
    var decoders = bytes.map { RangeDecoder($0) }
    var counts = [Int32](repeating: 0, count: 16)
    var values = [UInt16](repeating: 0, count: rowCount * circuit.cardinalities.count)
    for row in 0..<rowCount {
      let index = streams == .shared ? 0 : row
      var state = plan.initial
      for step in plan.steps {
        state.code(step, plan) { belief in
          let quantile = decoders[index].quantile(total: belief.total)
          let (symbol, start, width) = belief.symbol(at: quantile, &counts)
          decoders[index].consume(start: start, width: width, total: belief.total)
          values[step.variable * rowCount + row] = UInt16(symbol)
          return symbol
        }
      }
    }
    guard !decoders.contains(where: \.isExhausted) else { return nil }
    let table = IntegerTable(rowCount: rowCount, columnCount: circuit.cardinalities.count, columns: values)
    return (table, decoders.map(\.state))
  }
}
