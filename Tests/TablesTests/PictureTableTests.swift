import Bytes
import Media
import ProbabilisticCircuits
import Testing

@testable import Tables

struct PictureTableTests {
  private func picture(_ value: UInt8, _ channels: Channels = .gray, width: Int = 2) -> Image {
    let count = 3 * width * channels.rawValue
    return Image(
      width: width, height: 3, channels: channels, samples: .eight((0..<count).map { value &+ UInt8($0) }))
  }

  @Test(arguments: [Channels.gray, .rgb])
  func roundTrip(channels: Channels) throws {
    var pictures = PictureTable()
    try pictures.add(picture(1, channels), name: "a.png")
    try pictures.add(picture(250, channels), name: "sub/ü b.pgm")
    let samples = try pictures.sampleTable()
    #expect(samples.shape == (channels == .gray ? [3, 2] : [3, 2, 3]))
    #expect(samples.table.row(0).prefix(3) == [1, 2, 3])
    let back = try PictureTable.pictures(samples)
    #expect(back.map(\.name) == ["a.png", "sub/ü b.pgm"])
    #expect(back.map(\.image) == [picture(1, channels), picture(250, channels)])
  }

  @Test func picturesThatDoNotFit() throws {
    var pictures = PictureTable()
    #expect(throws: CodecError.self) { try pictures.sampleTable() }
    try pictures.add(picture(1), name: "a")
    let deep = Image(width: 2, height: 3, channels: .gray, samples: .sixteen([1, 2, 3, 4, 5, 6]))
    for image in [picture(1, .rgb), picture(1, width: 3), picture(1, .grayAlpha), deep] {
      #expect(throws: CodecError.self) { try pictures.add(image, name: "b") }
    }
    var limits = TableLimits()
    limits.values = 11
    var few = PictureTable(limits: limits)
    try few.add(picture(1), name: "a")
    #expect(throws: CodecError.self) { try few.add(picture(1), name: "b") }
  }

  /// Names lead into the folder and nowhere else.
  @Test func names() throws {
    for name in ["", "/a", "..", "../a", "a/../b", "a//b", "a/", "./a", ".hidden", "a\0b"] {
      var pictures = PictureTable()
      #expect(throws: CodecError.self, "\(name)") { try pictures.add(picture(1), name: name) }
      var header = ByteWriter()
      header.writeVarint(name.utf8.count)
      header.write(name.utf8)
      let table = IntegerTable(rowCount: 1, columnCount: 6, columns: [1, 2, 3, 4, 5, 6])
      let samples = SampleTable(
        table: table, shape: [3, 2], origin: TableOrigin(format: "pictures", header: header.bytes))
      #expect(throws: CodecError.self, "\(name)") { try PictureTable.pictures(samples) }
    }
  }

  @Test func originsThatLie() throws {
    let table = IntegerTable(rowCount: 2, columnCount: 6, columns: [UInt16](repeating: 9, count: 12))
    func error(_ shape: [Int], _ header: [UInt8], _ table: IntegerTable = table) -> CodecError? {
      do throws(CodecError) {
        _ = try PictureTable.pictures(
          SampleTable(table: table, shape: shape, origin: TableOrigin(format: "pictures", header: header)))
        return nil
      } catch {
        return error
      }
    }
    let names: [UInt8] = [1, 97, 1, 98]
    #expect(error([3, 2], names) == nil && error([1, 2, 3], names) == nil)
    #expect(error([6], names).isCorruptData && error([3, 1, 2], names).isCorruptData)
    #expect(error([1, 1, 2, 3], names).isCorruptData)
    for header in [
      [], [1], [1, 97], [1, 97, 1], names + [0], [1, 97, 1, 97], [0x80, 0x80], [5, 97, 1, 98],
    ] {
      #expect(error([3, 2], header as [UInt8]).isCorruptData, "\(header)")
    }
    let wide = IntegerTable(rowCount: 2, columnCount: 6, columns: [UInt16](repeating: 256, count: 12))
    #expect(error([3, 2], names, wide).isCorruptData)
  }
}
