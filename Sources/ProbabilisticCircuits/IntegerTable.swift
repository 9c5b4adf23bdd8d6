/// Samples of discrete variables: what circuits learn from and code.
public struct IntegerTable: Equatable, Sendable {
  public let rowCount: Int
  public let columnCount: Int
  /// [columnCount, rowCount]: passes over a circuit go variable by variable.
  public let values: [UInt16]

  /// - Precondition: as many values as rows times columns.
  public init(rowCount: Int, columnCount: Int, columns values: [UInt16]) {
    precondition(values.count == rowCount * columnCount, "values that do not fill the table")
    self.rowCount = rowCount
    self.columnCount = columnCount
    self.values = values
  }

  /// Of samples that stand one after the other.
  public init(rowCount: Int, columnCount: Int, rows bytes: some RandomAccessCollection<UInt8>) {
    var values = [UInt16](repeating: 0, count: rowCount * columnCount)
    for (index, byte) in bytes.enumerated() {
      values[index % columnCount * rowCount + index / columnCount] = UInt16(byte)
    }
    self.init(rowCount: rowCount, columnCount: columnCount, columns: values)
  }

  public func column(_ index: Int) -> ArraySlice<UInt16> {
    values[index * rowCount..<(index + 1) * rowCount]
  }

  public func row(_ index: Int) -> [Int] {
    (0..<columnCount).map { Int(values[$0 * rowCount + index]) }
  }

  /// Rows that follow each other.
  public func rows(_ range: Range<Int>) -> IntegerTable {
    var result: [UInt16] = []
    result.reserveCapacity(range.count * columnCount)
    for index in 0..<columnCount { result += column(index)[range.shifted(by: index * rowCount)] }
    return IntegerTable(rowCount: range.count, columnCount: columnCount, columns: result)
  }

  /// Some of the rows.
  public func rows(_ indices: some Collection<Int>) -> IntegerTable {
    var result: [UInt16] = []
    result.reserveCapacity(indices.count * columnCount)
    for column in 0..<columnCount {
      for index in indices { result.append(values[column * rowCount + index]) }
    }
    return IntegerTable(rowCount: indices.count, columnCount: columnCount, columns: result)
  }
}

extension Range<Int> {
  fileprivate func shifted(by offset: Int) -> Range<Int> { lowerBound + offset..<upperBound + offset }
}
