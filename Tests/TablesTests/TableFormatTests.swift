import Bytes
import ProbabilisticCircuits
import TestSupport
import Testing

@testable import Tables

struct TableFormatTests {
  @Test func idxBytes() throws {
    let file = TableFiles.idx([2, 1, 3], [1, 2, 3, 4, 5, 255])
    let samples = try TableFormats.read(file)
    #expect(samples.shape == [1, 3])
    #expect(samples.table.row(0) == [1, 2, 3] && samples.table.row(1) == [4, 5, 255])
    #expect(samples.cardinality == 256)
    #expect(samples.origin == TableOrigin(format: "idx", header: Array(file.prefix(16))))
    #expect(try TableFormats.write(samples) == file)
  }

  /// 16 and 32 bits, big-endian and signed.
  @Test func idxWideValues() throws {
    let short = TableFiles.idx(type: 11, [2], [0x01, 0x02, 0x7F, 0xFF])
    let samples = try TableFormats.read(short)
    #expect(samples.shape == [] && samples.table.row(0) == [0x102] && samples.table.row(1) == [0x7FFF])
    #expect(samples.cardinality == 0x8000)
    #expect(try TableFormats.write(samples) == short)
    let long = TableFiles.idx(type: 12, [1, 2], [0, 0, 0xFF, 0xFF, 0, 0, 0, 7])
    #expect(try TableFormats.read(long).table.row(0) == [65535, 7])
    #expect(try TableFormats.write(TableFormats.read(long)) == long)
    #expect(TableFiles.error(TableFiles.idx(type: 11, [1], [0xFF, 0xFF])).isUnsupported)
    #expect(TableFiles.error(TableFiles.idx(type: 12, [1], [0, 1, 0, 0])).isUnsupported)
    #expect(TableFiles.error(TableFiles.idx(type: 12, [1], [0xFF, 0xFF, 0xFF, 0xFF])).isUnsupported)
    for type: UInt8 in [9, 13, 14] {
      #expect(TableFiles.error(TableFiles.idx(type: type, [1], [0])).isUnsupported)
    }
  }

  @Test(
    arguments: [
      ("|u1", [5, 250]), ("|i1", [5, 127]), ("<u2", [5, 1, 255, 255]), (">u2", [1, 5, 255, 255]),
      ("<i2", [5, 1, 255, 127]), (">i4", [0, 0, 1, 5, 0, 0, 255, 255]),
      ("<u4", [5, 1, 0, 0, 255, 255, 0, 0]),
      ("<i8", [5, 1, 0, 0, 0, 0, 0, 0, 9, 0, 0, 0, 0, 0, 0, 0]),
    ] as [(String, [UInt8])], [1, 2] as [UInt8])
  func npyTypes(type: (name: String, bytes: [UInt8]), version: UInt8) throws {
    let text = "{'descr': '\(type.name)', 'fortran_order': False, 'shape': (1, 2), }\n"
    let file = TableFiles.npy(text, type.bytes, version: version)
    let samples = try TableFormats.read(file)
    #expect(samples.shape == [2])
    #expect(samples.table.row(0)[0] == (type.bytes.count == 2 ? 5 : 0x105))
    #expect(try TableFormats.write(samples) == file)
  }

  /// Values that are no integers of 0...65535, and orders that are not row by row.
  @Test func npyOfOtherKinds() {
    func error(_ text: String, _ bytes: [UInt8]) -> CodecError? {
      TableFiles.error(TableFiles.npy(text, bytes))
    }
    for type in ["<f4", "|b1", "<c8", "|O", "=u1", "<u3", "", "<i16"] {
      let text = "{'descr': '\(type)', 'fortran_order': False, 'shape': (1,), }"
      #expect(error(text, [0]).isUnsupported, "\(type)")
    }
    #expect(error("{'descr': '|u1', 'fortran_order': True, 'shape': (1, 2)}", [0, 0]).isUnsupported)
    #expect(error("{'descr': '|u1', 'fortran_order': True, 'shape': (2,)}", [0, 0]) == nil)
    #expect(error("{'descr': '|u1', 'fortran_order': False, 'shape': ()}", [0]).isUnsupported)
    #expect(error("{'descr': '|i1', 'fortran_order': False, 'shape': (1,)}", [0x80]).isUnsupported)
    #expect(
      error("{'descr': '<i8', 'fortran_order': False, 'shape': (1,)}", [UInt8](repeating: 255, count: 8))
        .isUnsupported)
    #expect(TableFiles.error(TableFiles.npy("{}", [], version: 3)).isUnsupported)
  }

  /// Tables of any shape through both formats.
  @Test(arguments: TableFormats.all.map(\.name), [[], [1], [7], [5, 3], [2, 3, 4]])
  func newFiles(name: String, shape: [Int]) throws {
    let format = try #require(TableFormats.named(name))
    var random = SeededRandom(UInt64(shape.count))
    for bound in [2, 256, 65536] {
      let columns = shape.reduce(1, *)
      let values = (0..<37 * columns).map { _ in UInt16(random.next(below: bound)) }
      let table = IntegerTable(rowCount: 37, columnCount: columns, columns: values)
      let file = try format.write(table, shape: shape)
      let samples = try TableFormats.read(file)
      #expect(samples.table == table && samples.shape == shape && samples.origin.format == name)
      #expect(try TableFormats.write(samples) == file)
    }
  }

  /// As NumPy writes it, byte by byte.
  @Test func npyHeader() {
    let text = "{'descr': '|u1', 'fortran_order': False, 'shape': (3, 28, 28), }"
    let header = NPYFormat().makeHeader(dimensions: [3, 28, 28], isWide: false)
    let start: [UInt8] = [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59, 1, 0, 118, 0] + Array(text.utf8)
    #expect(header.count == 128 && header.starts(with: start) && header.last == 0x0A)
  }

  @Test func headersOfOtherTables() throws {
    let samples = try TableFormats.read(TableFiles.idx([2, 3], [1, 2, 3, 4, 5, 6]))
    for header in [
      [], [0, 0, 8, 2], TableFiles.idx([3, 3], []), TableFiles.idx([2, 3], [0]), TableFiles.idx([6], []),
    ] {
      let other = SampleTable(
        table: samples.table, shape: [3], origin: TableOrigin(format: "idx", header: header))
      #expect(throws: CodecError.self) { try TableFormats.write(other) }
    }
    let wide = IntegerTable(rowCount: 1, columnCount: 1, columns: [256])
    let narrow = SampleTable(
      table: wide, shape: [1], origin: TableOrigin(format: "idx", header: TableFiles.idx([1, 1], [])))
    #expect(throws: CodecError.self) { try TableFormats.write(narrow) }
    let foreign = SampleTable(table: wide, shape: [1], origin: TableOrigin(format: "csv", header: []))
    #expect(throws: CodecError.self) { try TableFormats.write(foreign) }
  }
}
