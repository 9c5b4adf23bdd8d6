import Bytes

/// A cursor over the chunks of a RIFF file that gathers its metadata.
struct RIFFChunks {
  struct Header {
    /// Four characters; empty when they are not ASCII.
    let id: String
    /// Bytes of the body. An odd body is followed by one byte of padding.
    let size: Int
  }

  let source: any ByteSource
  /// Absolute index of the next byte.
  private(set) var position: Int
  private(set) var metadata = AudioMetadata()
  /// Bytes of metadata that may still come.
  private var budget: Int

  /// Chunks that say nothing of the sound, or nothing that stays true in another file.
  private static let transient: Set<String> = [
    "JUNK", "junk", "PAD ", "FLLR", "fact", "PEAK", "fmt ", "ds64", "data",
  ]

  init(_ source: any ByteSource, position: Int, limits: Limits) {
    self.source = source
    self.position = position
    budget = limits.metadataBytes
  }

  /// The next chunk; nil at the end of the file.
  mutating func next() throws(CodecError) -> Header? {
    let bytes = try source.bytes(8)
    position += bytes.count
    guard bytes.count == 8 else { return nil }
    let isName = bytes[..<4].allSatisfy { (0x20...0x7E).contains($0) }
    let size = bytes[4...].reversed().reduce(0) { $0 << 8 | Int($1) }
    return Header(id: isName ? String(decoding: bytes[..<4], as: UTF8.self) : "", size: size)
  }

  /// The body of a chunk that is known to be small enough.
  mutating func body(of header: Header) throws(CodecError) -> [UInt8] {
    if let byteCount = source.byteCount, header.size > byteCount - position { throw cut(header) }
    let bytes = try source.bytes(header.size)
    position += bytes.count
    guard bytes.count == header.size else { throw cut(header) }
    try skipPadding(of: header)
    return bytes
  }

  /// Keeps a chunk that holds no samples, or passes it by.
  /// - Throws: `limitExceeded` when there is more metadata than the limits allow, `corruptData` when it is cut.
  mutating func keep(_ header: Header) throws(CodecError) {
    // Every chunk costs its header: so many chunks of nothing come to an end too.
    budget -= 8
    guard budget >= 0 else { throw overLimit }
    guard !Self.transient.contains(header.id) else { return try skip(header) }
    guard header.size <= budget else { throw overLimit }
    budget -= header.size
    let bytes = try body(of: header)
    if header.id == "LIST", let tags = AudioMetadata.tags(infoList: bytes) {
      metadata.tags += tags
    } else {
      metadata.chunks.append(AudioMetadata.Chunk(id: header.id, bytes: bytes))
    }
  }

  /// Moves to a byte. Only for sources that can seek.
  mutating func seek(to offset: Int) throws(CodecError) {
    try source.seek(to: offset)
    position = offset
  }

  /// Notes that bytes of samples were read past the cursor.
  mutating func advance(by count: Int) { position += count }

  /// The byte behind an odd body. Many files lack it at their end.
  mutating func skipPadding(of header: Header) throws(CodecError) {
    if header.size % 2 == 1 { position += try source.bytes(1).count }
  }

  private mutating func skip(_ header: Header) throws(CodecError) {
    if let byteCount = source.byteCount {
      guard header.size <= byteCount - position else { throw cut(header) }
      try seek(to: position + header.size)
    } else {
      var left = header.size
      while left > 0 {
        let count = try source.bytes(min(left, 1 << 16)).count
        guard count > 0 else { throw cut(header) }
        position += count
        left -= count
      }
    }
    try skipPadding(of: header)
  }

  private var overLimit: CodecError { .limitExceeded("WAV: more metadata than the limit allows") }

  private func cut(_ header: Header) -> CodecError {
    .corruptData("WAV: chunk \"\(header.id)\" of \(header.size) bytes is cut")
  }
}
