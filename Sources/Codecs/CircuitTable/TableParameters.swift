import Bytes
import ProbabilisticCircuits
import Tables

/// The codec parameters in the header of a table: FORMAT.md, "Table codec".
struct TableParameters: Equatable {
  var rows: Int
  var columns: Int
  /// The most values that a variable of the circuit has.
  var cardinality: Int
  /// Rows of every group but the last.
  var groupRows: Int
  var streams: TreeCoder.Streams
  /// Dimensions of a sample.
  var shape: [Int]

  /// The most rows of a group: whole batches, and so many values that the group's entry in GRPS is small beside it.
  static func groupRows(columns: Int) -> Int {
    1024 * max(1, (1 << 16) / (1024 * columns))
  }

  init(_ samples: SampleTable, cardinality: Int, streams: TreeCoder.Streams) {
    rows = samples.table.rowCount
    columns = samples.table.columnCount
    self.cardinality = cardinality
    groupRows = Self.groupRows(columns: columns)
    self.streams = streams
    shape = samples.shape
  }

  /// Throws `corruptData`, and `limitExceeded` for more values than allowed.
  init(parsing bytes: [UInt8], limits: TableLimits) throws(CodecError) {
    var reader = ByteReader(bytes)
    rows = Int(try reader.read(UInt32.self, "rows"))
    columns = Int(try reader.read(UInt32.self, "columns"))
    cardinality = Int(try reader.read(UInt32.self, "cardinality"))
    groupRows = Int(try reader.read(UInt32.self, "rows of a group"))
    let kind = try reader.read(UInt8.self, "kind of streams")
    let dimensions = Int(try reader.read(UInt8.self, "dimensions"))
    guard kind <= 1, dimensions <= SampleTable.maximumDimensions else {
      throw .corruptData("HEAD: streams of kind \(kind), \(dimensions) dimensions")
    }
    streams = kind == 0 ? .shared : .perSample
    shape = []
    for _ in 0..<dimensions { shape.append(Int(try reader.read(UInt32.self, "a dimension"))) }
    try reader.finish("codec parameters")
    guard rows > 0, columns > 0, (1...1 << 16).contains(cardinality),
      (1...Self.groupRows(columns: columns)).contains(groupRows)
    else {
      throw .corruptData(
        "HEAD: \(rows) rows of \(columns) values of \(cardinality) in groups of \(groupRows)")
    }
    guard columns <= limits.columns, rows <= limits.values / columns else {
      throw .limitExceeded(
        "\(rows) samples of \(columns) values; at most \(limits.values) values are allowed")
    }
    var product = 1
    for side in shape {
      // At most the number of columns, which is below 2^32, times a side below 2^32.
      product *= side
      guard side > 0, product <= columns else { break }
    }
    guard product == columns else { throw .corruptData("HEAD: a shape that is not \(columns) values") }
  }

  /// The inverse of `init(parsing:)`.
  func serialized() -> [UInt8] {
    var writer = ByteWriter()
    for value in [rows, columns, cardinality, groupRows] { writer.write(UInt32(value)) }
    writer.write(UInt8(streams == .shared ? 0 : 1))
    writer.write(UInt8(shape.count))
    for side in shape { writer.write(UInt32(side)) }
    return writer.bytes
  }

  var groupCount: Int { (rows + groupRows - 1) / groupRows }

  /// The rows of a group.
  func rows(of group: Int) -> Range<Int> {
    group * groupRows..<min((group + 1) * groupRows, rows)
  }
}
