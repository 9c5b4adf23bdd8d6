import Bytes

/// What stands before the groups of a file, read from a source as it comes.
struct FileHead {
  let header: Container.Header
  let optionalChunks: [Container.Chunk]
  let table: GroupTable
  /// Bytes of all groups together.
  let dataBytes: Int
  /// Bytes from the start of the file to the first group.
  private(set) var bytesBeforeData: Int

  /// - Throws: as `ContainerReader`.
  init(_ source: any ByteSource, limits: Limits) throws(CodecError) {
    let signature = try source.bytes(Container.signature.count)
    guard Container.recognizes(signature) else { throw Container.foreign }
    bytesBeforeData = signature.count
    let first = try Self.chunk(from: source, at: &bytesBeforeData, expected: RawChunk.head) { _, length in
      // Before memory is taken: no header is longer.
      length <= Container.Header.maximumPrefixBytes
    }
    guard first.type == RawChunk.head else { throw .corruptData("the first chunk is \(first), not HEAD") }
    header = try Container.Header(parsing: first)

    var optionalChunks: [Container.Chunk] = []
    var optionalBytes = 0
    while true {
      let chunk = try Self.chunk(from: source, at: &bytesBeforeData, expected: RawChunk.groupTable) {
        (isOptional, length) throws(CodecError) in
        guard isOptional else { return true }
        optionalBytes += RawChunk.frameBytes + length
        guard optionalBytes <= limits.metadataBytes else {
          throw .limitExceeded("more metadata than the \(limits.metadataBytes) bytes that are allowed")
        }
        return true
      }
      if chunk.type == RawChunk.groupTable {
        table = try GroupTable(parsing: chunk)
        break
      }
      guard chunk.isOptional else { throw Container.misplaced(chunk, expected: RawChunk.groupTable) }
      optionalChunks.append(Container.Chunk(type: chunk.type, payload: Array(chunk.payload)))
    }
    self.optionalChunks = optionalChunks

    var frame = ByteReader(try source.bytes(8))
    let type = try frame.read(4, "the type of the DATA chunk")
    dataBytes = Int(try frame.read(UInt32.self, "the length of the DATA chunk"))
    guard String(decoding: type, as: UTF8.self) == RawChunk.data else {
      throw .corruptData("no DATA chunk at byte \(bytesBeforeData)")
    }
    try table.checkTotal(dataBytes, of: "DATA chunk at byte \(bytesBeforeData)")
    bytesBeforeData += 8
  }

  /// One chunk, taken into memory and checked.
  private static func chunk(
    from source: any ByteSource, at position: inout Int, expected: String,
    allows: (_ isOptional: Bool, _ length: Int) throws(CodecError) -> Bool
  ) throws(CodecError) -> RawChunk {
    var bytes = try source.bytes(8)
    guard bytes.count == 8 else {
      throw .corruptData(
        "truncated: \(bytes.count) bytes are left at byte \(position) for the \(expected) chunk")
    }
    var frame = ByteReader(bytes[4...])
    let length = Int(try frame.read(UInt32.self, "the length of a chunk"))
    guard try allows(RawChunk.isOptional(bytes[..<4]), length) else {
      throw .corruptData("the \(expected) chunk at byte \(position) claims \(length) bytes")
    }
    bytes += try source.grownBytes(length + 4, "the \(expected) chunk at byte \(position)")
    var reader = ByteReader(bytes)
    let chunk = try RawChunk(reading: &reader, expected: expected, filePosition: position)
    try chunk.verify()
    position += bytes.count
    return chunk
  }
}

extension ByteSource {
  /// Exactly so many bytes. Memory grows with what comes, not with what was claimed.
  /// - Throws: `corruptData` when there are fewer, `inputOutput`.
  func grownBytes(_ count: Int, _ what: @autoclosure () -> String) throws(CodecError) -> [UInt8] {
    if let byteCount, count > byteCount { throw .corruptData("truncated: \(what()) claims \(count) bytes") }
    var bytes: [UInt8] = []
    while bytes.count < count {
      let piece = try self.bytes(min(count - bytes.count, 1 << 20))
      guard !piece.isEmpty else {
        throw .corruptData("truncated: \(what()) has \(bytes.count) of the \(count) bytes it claims")
      }
      bytes += piece
    }
    return bytes
  }
}
