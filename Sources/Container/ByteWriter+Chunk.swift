import Bytes

extension ByteWriter {
  /// Appends one chunk whose payload comes in pieces: type, length, payload, CRC-32. The inverse of
  /// `RawChunk.init(reading:expected:)`.
  mutating func write(chunk type: String, payload: [ArraySlice<UInt8>]) {
    let length = payload.reduce(0) { $0 + $1.count }
    precondition(
      length <= UInt32.max, "the \(type) chunk has \(length) bytes, more than its length field holds")
    var crc = CRC32()
    crc.update(type.utf8)
    write(type.utf8)
    write(UInt32(length))
    for piece in payload {
      crc.update(piece)
      write(piece)
    }
    write(crc.value)
  }
}
