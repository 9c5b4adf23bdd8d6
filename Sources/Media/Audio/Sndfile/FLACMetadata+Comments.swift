import Bytes

/// The body of a VORBIS_COMMENT block: the only part of FLAC that is little-endian.
extension FLACMetadata {
  /// - Throws: `corruptData` when a length does not fit.
  static func comments(_ body: [UInt8]) throws(CodecError) -> [AudioMetadata.Tag] {
    var reader = ByteReader(body)
    _ = try text(&reader)
    let count = try reader.read(UInt32.self, "FLAC: number of comments")
    var tags: [AudioMetadata.Tag] = []
    for _ in 0..<count {
      let text = try text(&reader)
      guard let end = text.firstIndex(of: UInt8(ascii: "=")) else { continue }
      let name = String(decoding: text[..<end], as: UTF8.self).uppercased()
      tags.append(AudioMetadata.Tag(name, String(decoding: text[(end + 1)...], as: UTF8.self)))
    }
    return tags
  }

  /// The inverse of `comments`.
  /// - Parameter vendor: what made the file.
  /// - Throws: `invalidParameter` when a name is not possible.
  static func body(comments: [AudioMetadata.Tag], vendor: some Collection<UInt8>) throws(CodecError)
    -> [UInt8]
  {
    var writer = ByteWriter()
    writer.write(UInt32(vendor.count))
    writer.write(vendor)
    writer.write(UInt32(comments.count))
    for tag in comments {
      guard tag.name.utf8.allSatisfy({ (0x20...0x7D).contains($0) && $0 != UInt8(ascii: "=") }) else {
        throw .invalidParameter("FLAC: the name of a tag is not ASCII")
      }
      let text = Array("\(tag.name)=\(tag.value)".utf8)
      guard let size = UInt32(exactly: text.count) else { throw .invalidParameter("FLAC: a tag is too long") }
      writer.write(size)
      writer.write(text)
    }
    return writer.bytes
  }

  /// What made a file, of the body of its comments; empty when there is no such text.
  static func vendor(_ body: [UInt8]) -> ArraySlice<UInt8> {
    var reader = ByteReader(body)
    return (try? text(&reader)) ?? []
  }

  private static func text(_ reader: inout ByteReader) throws(CodecError) -> ArraySlice<UInt8> {
    let size = try reader.read(UInt32.self, "FLAC: length of a comment")
    return try reader.read(Int(size), "FLAC: comment")
  }
}
