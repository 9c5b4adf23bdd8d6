import Bytes

/// A tar archive in memory: the same members make the same bytes.
struct TarBuilder {
  private var writer = ByteWriter()

  /// Throws `invalidParameter` for a name that the format has no room for.
  mutating func add(_ name: String, _ bytes: [UInt8]) throws(CodecError) {
    let header = TarHeader(name: name, byteCount: bytes.count)
    writer.write(try header.serialized())
    writer.write(bytes)
    writer.write([UInt8](repeating: 0, count: header.paddedByteCount - bytes.count))
  }

  /// The archive, with its end.
  func finish() -> [UInt8] { writer.bytes + [UInt8](repeating: 0, count: 2 * TarHeader.blockBytes) }
}
