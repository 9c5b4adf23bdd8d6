import Bytes
import ProbabilisticCircuits

/// How a file stores one value: an integer of 1, 2, 4 or 8 bytes.
public struct TableElement: Equatable, Sendable {
  public var byteCount: Int
  public var isSigned: Bool
  public var isBigEndian: Bool

  /// The largest value that can be stored and that tables can hold.
  var maximum: Int {
    byteCount > 2 ? Int(UInt16.max) : 1 << (8 * byteCount - (isSigned ? 1 : 0)) - 1
  }

  /// Values of a file, whose samples stand one after the other.
  /// - Throws: `unsupported` for a value below 0 or above 65535.
  /// - Precondition: bytes for rows times columns values.
  func table(_ bytes: ArraySlice<UInt8>, rows: Int, columns: Int) throws(CodecError) -> IntegerTable {
    precondition(bytes.count == rows * columns * byteCount, "bytes that do not fill the table")
    var worst: UInt64 = 0
    let values = [UInt16](unsafeUninitializedCapacity: rows * columns) { values, count in
      bytes.withUnsafeBytes { bytes in
        Self.inBlocks(rows: rows, columns: columns) { row, column in
          let value = load(bytes, at: (row * columns + column) * byteCount)
          worst = max(worst, value)
          values[column * rows + row] = UInt16(truncatingIfNeeded: value)
        }
      }
      count = rows * columns
    }
    // A negative number has the top bit, or as a shorter type lies above the maximum of its sign.
    guard worst <= UInt64(maximum) else {
      throw .unsupported("a value that is not in 0...\(UInt16.max)")
    }
    return IntegerTable(rowCount: rows, columnCount: columns, columns: values)
  }

  /// The inverse of `table`.
  /// - Throws: `corruptData` for a value that such elements cannot store.
  func bytes(_ table: IntegerTable) throws(CodecError) -> [UInt8] {
    let (rows, columns) = (table.rowCount, table.columnCount)
    var worst: UInt16 = 0
    let result = [UInt8](unsafeUninitializedCapacity: rows * columns * byteCount) { bytes, count in
      table.values.withUnsafeBufferPointer { values in
        Self.inBlocks(rows: rows, columns: columns) { row, column in
          let value = values[column * rows + row]
          worst = max(worst, value)
          let first = (row * columns + column) * byteCount
          for place in 0..<byteCount {
            let shift = 8 * (isBigEndian ? byteCount - 1 - place : place)
            bytes[first + place] = UInt8(truncatingIfNeeded: UInt64(value) >> UInt64(shift))
          }
        }
      }
      count = rows * columns * byteCount
    }
    guard Int(worst) <= maximum else {
      throw .corruptData("a value \(worst); elements hold at most \(maximum)")
    }
    return result
  }

  @inline(__always)
  private func load(_ bytes: UnsafeRawBufferPointer, at first: Int) -> UInt64 {
    if byteCount == 1 { return UInt64(bytes[first]) }
    var value: UInt64 = 0
    for place in 0..<byteCount {
      value = value << 8 | UInt64(bytes[isBigEndian ? first + place : first + byteCount - 1 - place])
    }
    return value
  }

  /// Every row and column once, a block of rows at a time: one side is read and the other written far apart.
  @inline(__always)
  private static func inBlocks(rows: Int, columns: Int, _ body: (_ row: Int, _ column: Int) -> Void) {
    for first in stride(from: 0, to: rows, by: 32) {
      for column in 0..<columns {
        for row in first..<min(first + 32, rows) { body(row, column) }
      }
    }
  }
}
