import Bytes

/// A `.cdc` file being read group by group: memory does not grow with its length.
///
/// A source that cannot seek gives its groups in the order of the file only.
public final class ContainerReader {
  /// The codec, its model and its parameters.
  public let header: Container.Header
  /// Metadata and other chunks that a reader may skip, in file order.
  public let optionalChunks: [Container.Chunk]
  /// Bytes of each group's payload.
  public var groupBytes: [Int] { table.entries.map(\.length) }
  public var groupCount: Int { table.entries.count }
  /// Bytes of the whole file, as it claims.
  public let fileBytes: Int

  private let source: any ByteSource
  private let toleratesDamage: Bool
  private let table: GroupTable
  /// Where the groups begin, for a source that can seek.
  private var starts: [Int] = []
  /// The group that the source stands at.
  private var next = 0
  /// Of DATA up to the group that is next, as long as all groups before it were read in order.
  private var dataChecksum: CRC32? = CRC32()

  /// Reads everything before the groups.
  ///
  /// - Parameter limits: `metadataBytes` bounds the optional chunks with their frames, `fileBytes` a file whose size is
  ///   known.
  /// - Parameter toleratesDamage: takes a file that ends inside DATA and one whose DATA fails its checksum, too: reading a
  ///   group tells whether that one is damaged.
  /// - Throws: as `Container.init(parsing:limits:)`; `inputOutput`.
  public init(
    _ source: any ByteSource, limits: Limits = .standard, toleratesDamage: Bool = false
  ) throws(CodecError) {
    (self.source, self.toleratesDamage) = (source, toleratesDamage)
    if let size = source.byteCount, size > limits.fileBytes {
      throw .limitExceeded("a file of \(size) bytes; at most \(limits.fileBytes) are allowed")
    }
    let head = try FileHead(source, limits: limits)
    (header, optionalChunks, table) = (head.header, head.optionalChunks, head.table)
    fileBytes = head.bytesBeforeData + head.dataBytes + 4
    dataChecksum?.update(RawChunk.data.utf8)
    guard let size = source.byteCount else { return }
    // Whether every group is there that the file claims is known before one is read.
    guard fileBytes == size || toleratesDamage && fileBytes > size else {
      throw .corruptData(
        "the DATA chunk claims \(head.dataBytes) bytes, the file has \(size - head.bytesBeforeData) from there on"
      )
    }
    starts = table.entries.reduce(into: [head.bytesBeforeData]) { $0.append($0[$0.count - 1] + $1.length) }
  }

  /// One group.
  ///
  /// - Throws: `corruptData` when it fails its checksum or the file ends in it, `inputOutput`.
  /// - Precondition: there is such a group; one behind those already read where the source does not seek.
  public func group(_ index: Int) throws(CodecError) -> Container.Group {
    precondition(table.entries.indices.contains(index), "no such group")
    if index != next {
      dataChecksum = nil
      if starts.isEmpty {
        precondition(index > next, "a stream does not go back")
        while next < index { _ = try payload(of: next) }
      } else {
        guard starts[index] <= source.byteCount ?? .max else {
          throw .corruptData("truncated: the file ends before group \(index)")
        }
        try source.seek(to: starts[index])
        next = index
      }
    }
    let entry = table.entries[index]
    let payload = try payload(of: index)
    guard CRC32.checksum(payload) == entry.checksum else {
      throw .corruptData("DATA: group \(index): CRC-32 mismatch")
    }
    return Container.Group(payload: payload, finalState: entry.finalState)
  }

  /// Looks at what follows the last group, when all groups were read in order.
  /// - Throws: `corruptData` when DATA fails its checksum or does not end the file, `inputOutput`.
  public func finish() throws(CodecError) {
    guard next == groupCount, let dataChecksum else { return }
    let end = try source.bytes(5)
    // A group's own checksum tells which one is damaged.
    if toleratesDamage, end.count <= 4 { return }
    guard end.count == 4 else {
      throw .corruptData(
        end.count < 4 ? "truncated: the CRC-32 of the DATA chunk is not whole" : "bytes after the DATA chunk")
    }
    var reader = ByteReader(end)
    guard try reader.read(UInt32.self, "the CRC-32 of the DATA chunk") == dataChecksum.value else {
      throw .corruptData("DATA chunk: CRC-32 mismatch")
    }
  }

  /// The bytes of the group that the source stands at.
  private func payload(of index: Int) throws(CodecError) -> [UInt8] {
    let payload = try source.grownBytes(table.entries[index].length, "DATA: group \(index)")
    dataChecksum?.update(payload)
    next = index + 1
    return payload
  }
}
