import Bytes
import Codecs

/// Where the samples of a shard lie: a tar archive in which members of one key stand side by side, as WebDataset has it.
///
/// A sample is `key.cdc`, or `key.npy` with integers and `key.json`; its label is in `key.json`, or else the number in
/// `key.cls`. Members of other names are left alone.
struct ShardReader {
  struct Sample {
    var key: String
    var label: String?
    var range: Range<Int>
    var stored: StoredArray?
  }

  private(set) var samples: [Sample] = []

  /// Largest description of a sample.
  private static let mostDescriptionBytes = 1 << 16

  /// Reads headers and descriptions, no samples. Throws `corruptData`, `unsupported`, `inputOutput`.
  init(_ file: RandomAccessFile, limits: Limits) throws(CodecError) {
    var members: [String: Range<Int>] = [:]
    var key: String?
    var offset = 0
    while true {
      guard offset + TarHeader.blockBytes <= file.byteCount else { throw .corruptData("tar: ends too early") }
      guard let header = try TarHeader(parsing: file.bytes(offset..<offset + TarHeader.blockBytes)) else {
        break
      }
      offset += TarHeader.blockBytes
      guard header.byteCount <= limits.fileBytes, header.paddedByteCount <= file.byteCount - offset else {
        throw .corruptData("tar: \(header.name): \(header.byteCount) bytes are more than there are")
      }
      let next = FolderListing.withoutExtension(header.name)
      if let key, key != next {
        try finish(key, members, file)
        members.removeAll()
      }
      key = next
      members[FolderListing.pathExtension(header.name)] = offset..<offset + header.byteCount
      offset += header.paddedByteCount
    }
    if let key { try finish(key, members, file) }
  }

  private mutating func finish(
    _ key: String, _ members: [String: Range<Int>], _ file: RandomAccessFile
  ) throws(CodecError) {
    guard let data = members["cdc"] ?? members["npy"] else { return }
    func text(_ name: String) throws(CodecError) -> [UInt8]? {
      guard let range = members[name] else { return nil }
      guard range.count <= Self.mostDescriptionBytes else {
        throw .limitExceeded("\(key).\(name): \(range.count) bytes; at most \(Self.mostDescriptionBytes)")
      }
      return try file.bytes(range)
    }
    let description: SampleDescription?
    do {
      description = try text("json").map { (bytes) throws(CodecError) in try SampleDescription(parsing: bytes)
      }
    } catch {
      throw error.about("\(key).json")
    }
    let number = try text("cls").map { String(decoding: $0, as: UTF8.self).filter { !$0.isWhitespace } }
    var stored: StoredArray?
    if members["cdc"] == nil {
      guard let description else { throw .corruptData("\(key).npy: without \(key).json") }
      stored = StoredArray(
        shape: description.shape, step: description.step,
        model: ModelIdentity(name: description.model, hexadecimal: description.digest))
    }
    samples.append(Sample(key: key, label: description?.label ?? number, range: data, stored: stored))
  }
}
