import Bytes
import ProbabilisticCircuits

/// A file format of tables: a header, then values of one size, sample by sample, and nothing after them. Stateless.
public protocol TableFormat: Sendable {
  /// Lower case, as in origins and messages.
  var name: String { get }

  /// The file name extension, lower case, without the dot.
  var fileExtension: String { get }

  /// Whether the bytes start as files of this format do. Says nothing about the rest.
  func recognizes(_ bytes: [UInt8]) -> Bool

  /// What the header at the start of some bytes says.
  /// - Throws: `corruptData`; `unsupported` for values that are no integers, and orders that are not row by row.
  func header(of bytes: [UInt8]) throws(CodecError) -> TableHeader

  /// The header of a new file: dimensions, the samples first, and values of one or two bytes.
  func makeHeader(dimensions: [Int], isWide: Bool) -> [UInt8]
}

/// What the header of a table says.
public struct TableHeader: Equatable, Sendable {
  /// The number of samples, then the dimensions of one.
  public var dimensions: [Int]
  public var element: TableElement
  /// Bytes of the header itself.
  public var byteCount: Int
}

extension TableFormat {
  /// The table of a whole file.
  /// - Throws: `corruptData`, `unsupported`, and `limitExceeded` before memory for the values is taken.
  public func read(_ bytes: [UInt8], limits: TableLimits = .standard) throws(CodecError) -> SampleTable {
    let header = try header(of: bytes)
    let (rows, shape) = (header.dimensions[0], Array(header.dimensions.dropFirst()))
    let (columns, values) = try SampleTable.size(rows: rows, shape: shape, limits: limits)
    let left = bytes.count - header.byteCount
    guard left == values * header.element.byteCount else {
      throw .corruptData("\(name): \(left) bytes of values in place of \(values * header.element.byteCount)")
    }
    return SampleTable(
      table: try header.element.table(bytes[header.byteCount...], rows: rows, columns: columns),
      shape: shape, origin: TableOrigin(format: name, header: Array(bytes[..<header.byteCount])))
  }

  /// The file of these values whose header this is: the inverse of `read`.
  /// - Throws: `corruptData` when the header is not that of such a table.
  public func write(_ table: IntegerTable, shape: [Int], header bytes: [UInt8]) throws(CodecError) -> [UInt8]
  {
    let header = try header(of: bytes)
    guard header.byteCount == bytes.count, header.dimensions == [table.rowCount] + shape else {
      throw .corruptData("\(name): a header of another table")
    }
    return try bytes + header.element.bytes(table)
  }

  /// A new file.
  public func write(_ table: IntegerTable, shape: [Int]) throws(CodecError) -> [UInt8] {
    let isWide = table.values.contains { $0 > 255 }
    return try write(
      table, shape: shape, header: makeHeader(dimensions: [table.rowCount] + shape, isWide: isWide))
  }
}
