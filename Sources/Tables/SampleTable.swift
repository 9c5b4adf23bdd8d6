import Bytes
import ProbabilisticCircuits

/// Samples as a file holds them: a table, the shape of one sample, and what restores the file.
public struct SampleTable: Equatable, Sendable {
  /// A row a sample; its values in the order of the file.
  public let table: IntegerTable
  /// Dimensions of one sample, the slowest first; none for single numbers. Their product is the number of columns.
  public let shape: [Int]
  public let origin: TableOrigin

  /// - Precondition: a shape of as many values as the table has columns.
  public init(table: IntegerTable, shape: [Int], origin: TableOrigin) {
    precondition(shape.reduce(1, *) == table.columnCount, "a shape that is not the table's")
    self.table = table
    self.shape = shape
    self.origin = origin
  }

  /// The most dimensions that one sample may have.
  public static let maximumDimensions = 32

  /// How many values a variable must have to hold these samples: 256 for those that fit, or else the largest plus 1.
  public var cardinality: Int { max(256, Int(table.values.max() ?? 0) + 1) }

  /// The number of values of a sample, and of all samples.
  /// - Throws: `unsupported` for no values at all or too many dimensions, `limitExceeded` for too many values.
  static func size(
    rows: Int, shape: [Int], limits: TableLimits
  ) throws(CodecError) -> (columns: Int, values: Int) {
    guard shape.count <= maximumDimensions else {
      throw .unsupported("samples of \(shape.count) dimensions; at most \(maximumDimensions) are")
    }
    guard rows > 0, shape.allSatisfy({ $0 > 0 }) else { throw .unsupported("a table without values") }
    var columns = 1
    for side in shape {
      let (product, overflow) = columns.multipliedReportingOverflow(by: side)
      guard !overflow, product <= limits.columns else {
        throw .limitExceeded("samples of more than \(limits.columns) values")
      }
      columns = product
    }
    let (values, overflow) = columns.multipliedReportingOverflow(by: rows)
    guard !overflow, values <= limits.values else {
      throw .limitExceeded(
        "\(rows) samples of \(columns) values; at most \(limits.values) values are allowed")
    }
    return (columns, values)
  }
}
