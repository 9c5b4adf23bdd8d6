import Bytes
import Testing

@Suite struct ByteCursorTests {
  @Test func integersAreLittleEndian() throws {
    var writer = ByteWriter()
    writer.write(UInt8(0x01))
    writer.write(UInt16(0x0302))
    writer.write(UInt32(0x0706_0504))
    writer.write(UInt64(0x0F0E_0D0C_0B0A_0908))
    writer.write(Int16(-2))
    writer.write([0xAA, 0xBB])
    #expect(
      writer.bytes == [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 0xFE, 0xFF, 0xAA, 0xBB])
    var reader = ByteReader(writer.bytes)
    #expect(try reader.read(UInt8.self, "a") == 1)
    #expect(try reader.read(UInt16.self, "b") == 0x0302)
    #expect(try reader.read(UInt32.self, "c") == 0x0706_0504)
    #expect(try reader.read(UInt64.self, "d") == 0x0F0E_0D0C_0B0A_0908)
    #expect(try reader.read(Int16.self, "e") == -2)
    #expect(throws: CodecError.corruptData("f has 2 bytes too many at byte 17")) { try reader.finish("f") }
    #expect(try reader.read(2, "g") == [0xAA, 0xBB])
    try reader.finish("all")
  }

  @Test(arguments: [Int64.min, -1, 0, 1, 0x0123_4567_89AB_CDEF, Int64.max])
  func roundTrip(_ value: Int64) throws {
    var writer = ByteWriter(capacity: 32)
    writer.write(value)
    writer.write(Int8(truncatingIfNeeded: value))
    writer.write(Int32(truncatingIfNeeded: value))
    #expect(writer.bytes.count == 13)
    var reader = ByteReader(writer.bytes)
    #expect(try reader.read(Int64.self, "value") == value)
    #expect(try reader.read(Int8.self, "value") == Int8(truncatingIfNeeded: value))
    #expect(try reader.read(Int32.self, "value") == Int32(truncatingIfNeeded: value))
  }

  /// Short input throws, names what was read and where, and leaves the cursor in place.
  @Test func shortInputThrows() throws {
    let bytes: [UInt8] = [9, 9, 9, 1, 2, 3]
    var reader = ByteReader(bytes[3...])
    #expect(try reader.read(UInt8.self, "first") == 1)
    let expected = CodecError.corruptData("width at byte 4 needs 4 bytes, 2 are left")
    #expect(throws: expected) { try reader.read(UInt32.self, "width") }
    #expect(reader.position == 4)
    #expect(reader.remaining == 2)
    for count in [-1, 3, Int.max, Int.min] {
      #expect(throws: CodecError.self) { try reader.read(count, "payload") }
    }
    #expect(try reader.read(2, "rest") == [2, 3])
  }
}
