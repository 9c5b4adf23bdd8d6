import Bytes

/// The metadata blocks of a FLAC file.
struct FLACMetadata {
  private(set) var content = AudioMetadata()

  enum Block {
    static let comments: UInt8 = 4
    static let picture: UInt8 = 6
    /// The flag of the last block.
    static let last: UInt8 = 0x80
    static let headerBytes = 4
  }

  /// Reads the blocks from the start of a source that can seek.
  /// - Throws: `corruptData` when they are cut, `limitExceeded` when they hold more than the limits allow.
  init(reading source: any ByteSource, limits: Limits) throws(CodecError) {
    try source.seek(to: 0)
    guard try source.bytes(4).elementsEqual("fLaC".utf8), let byteCount = source.byteCount else {
      throw .corruptData("FLAC: not a FLAC file")
    }
    var position = 4
    var budget = limits.metadataBytes
    var isLast = false
    while !isLast {
      let header = try source.bytes(Block.headerBytes)
      position += Block.headerBytes
      guard header.count == Block.headerBytes else { throw .corruptData("FLAC: the metadata does not end") }
      isLast = header[0] & Block.last != 0
      let type = header[0] & ~Block.last
      let size = header[1...].reduce(0) { $0 << 8 | Int($1) }
      guard size <= byteCount - position else {
        throw .corruptData("FLAC: block \(type) of \(size) bytes is cut")
      }
      budget -= size + Block.headerBytes
      guard budget >= 0 else { throw .limitExceeded("FLAC: more metadata than the limit allows") }
      position += size
      switch type {
      case Block.comments: content.tags += try Self.comments(source.bytes(size))
      case Block.picture: content.pictures.append(try source.bytes(size))
      default: try source.seek(to: position)
      }
    }
  }

  /// Whether the lengths in the body of a PICTURE block add up to it: decoders refuse a file where they do not.
  static func isPicture(_ body: [UInt8]) -> Bool {
    var reader = ByteReader(body)
    func passes(_ bytes: Int, then more: Int) -> Bool {
      guard bytes == 0 || (try? reader.read(bytes, "")) != nil, let size = try? reader.read(4, "") else {
        return false
      }
      return (try? reader.read(size.reduce(0) { $0 << 8 | Int($1) } + more, "")) != nil
    }
    // Type, then the media type; a text, then four numbers of the picture's size; its bytes.
    return passes(4, then: 0) && passes(0, then: 16) && passes(0, then: 0)
      && reader.remaining == 0
  }
}
