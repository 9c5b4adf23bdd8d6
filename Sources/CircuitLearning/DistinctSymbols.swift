import ProbabilisticCircuits

/// The different symbols of one variable in a batch: what depends on nothing else is worked out once for each of them.
final class DistinctSymbols {
  /// The symbols, as they first come.
  private(set) var symbols: [UInt16] = []
  /// For each sample, which of `symbols` it has.
  private(set) var places: [UInt16]
  private var placeOf: [UInt16]

  var count: Int { symbols.count }

  init(cardinality: Int, capacity: Int) {
    places = [UInt16](repeating: 0, count: capacity)
    placeOf = [UInt16](repeating: .max, count: cardinality)
    symbols.reserveCapacity(min(cardinality, capacity))
  }

  func load(_ column: ArraySlice<UInt16>, _ rows: ArraySlice<Int>) {
    for symbol in symbols { placeOf[Int(symbol)] = .max }
    symbols.removeAll(keepingCapacity: true)
    column.withUnsafeBufferPointer { column in
      for (place, row) in rows.enumerated() {
        let symbol = Int(column[row])
        if placeOf[symbol] == .max {
          placeOf[symbol] = UInt16(symbols.count)
          symbols.append(UInt16(symbol))
        }
        places[place] = placeOf[symbol]
      }
    }
  }
}
