import Bytes

/// A `.cdc` file being made group by group: memory does not grow with its length.
///
/// The table of groups stands before them in a file, so their payloads wait in a scratch file until all are there.
public final class ContainerWriter {
  /// Where payloads wait: a file that is written and then read.
  public protocol Scratch: ByteSource, ByteSink {}

  private let scratch: any Scratch
  private var entries: [GroupTable.Entry] = []
  private var dataChecksum = CRC32()
  private var dataBytes = 0
  /// Groups so far.
  public var groupCount: Int { entries.count }
  /// Bytes that a group takes beside its payload.
  public static let bytesPerGroup = GroupTable.entryBytes
  /// Bytes of a file of a codec with some parameters beside its groups, about.
  public static let usualOverhead = 120
  /// Bytes that a file of the groups so far will have, without metadata, about.
  public var fileBytes: Int { dataBytes + Self.bytesPerGroup * groupCount + Self.usualOverhead }

  public init(scratch: any Scratch) {
    self.scratch = scratch
    dataChecksum.update(RawChunk.data.utf8)
  }

  /// Appends a group.
  /// - Throws: `limitExceeded` when all groups together have more bytes than a file can hold, `inputOutput`.
  public func append(_ group: Container.Group) throws(CodecError) {
    guard dataBytes + group.payload.count <= UInt32.max else {
      throw .limitExceeded("more than 2³² - 1 bytes of groups do not fit one file")
    }
    try scratch.write(group.payload)
    dataChecksum.update(group.payload)
    dataBytes += group.payload.count
    entries.append(GroupTable.Entry(group))
  }

  /// Writes the file.
  /// - Returns: its bytes.
  /// - Throws: `inputOutput`.
  @discardableResult public func finish(
    header: Container.Header, optionalChunks: [Container.Chunk] = [], to sink: any ByteSink
  ) throws(CodecError) -> Int {
    var writer = ByteWriter()
    writer.write(Container.signature)
    writer.write(chunk: RawChunk.head, payload: [header.serialized()[...]])
    for chunk in optionalChunks { writer.write(chunk: chunk.type, payload: [chunk.payload[...]]) }
    writer.write(chunk: RawChunk.groupTable, payload: [GroupTable(entries).serialized()[...]])
    writer.write(RawChunk.data.utf8)
    writer.write(UInt32(dataBytes))
    try sink.write(writer.bytes)
    try scratch.seek(to: 0)
    var rest = dataBytes
    while rest > 0 {
      let piece = try scratch.bytes(min(rest, 1 << 16))
      guard !piece.isEmpty else { throw .inputOutput("the scratch file is shorter than it was written") }
      try sink.write(piece)
      rest -= piece.count
    }
    var end = ByteWriter()
    end.write(dataChecksum.value)
    try sink.write(end.bytes)
    return writer.bytes.count + dataBytes + end.bytes.count
  }
}
