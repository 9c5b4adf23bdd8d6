import Bytes

/// The text of LIST INFO, four characters a name, and the names of Vorbis comments for it.
extension AudioMetadata {
  private static let infoNames: [(id: String, name: String)] = [
    ("INAM", "TITLE"), ("IART", "ARTIST"), ("IPRD", "ALBUM"), ("ITRK", "TRACKNUMBER"), ("ICRD", "DATE"),
    ("IGNR", "GENRE"), ("ICMT", "COMMENT"), ("ICOP", "COPYRIGHT"), ("ISFT", "SOFTWARE"),
  ]

  /// The tags of the body of a LIST chunk; nil when it is a list of something else, or not whole.
  static func tags(infoList body: [UInt8]) -> [Tag]? {
    guard body.starts(with: "INFO".utf8) else { return nil }
    var reader = ByteReader(body[4...])
    var tags: [Tag] = []
    while reader.remaining >= 8 {
      guard let id = try? reader.read(4, ""), let size = try? reader.read(UInt32.self, ""),
        let value = try? reader.read(Int(size), ""),
        id.allSatisfy({ (0x20...0x7D).contains($0) && $0 != 0x3D })
      else { return nil }
      if size % 2 == 1, reader.remaining > 0 { _ = try? reader.read(1, "") }
      let name = String(decoding: id, as: UTF8.self)
      let text = value.prefix { $0 != 0 }
      tags.append(
        Tag(
          infoNames.first { $0.id == name }?.name ?? name.uppercased(),
          String(validating: text, as: UTF8.self)
            ?? String(String.UnicodeScalarView(text.map { Unicode.Scalar($0) }))))
    }
    return tags
  }

  /// The body of the LIST chunk; nil when there is no tag that has a place in it.
  func infoList() throws(CodecError) -> [UInt8]? {
    var writer = ByteWriter()
    writer.write("INFO".utf8)
    for tag in tags {
      // Names of four letters are those of a RIFF file that this table does not know.
      let own = tag.name.utf8.count == 4 && tag.name.hasPrefix("I") ? tag.name : nil
      guard let id = Self.infoNames.first(where: { $0.name == tag.name })?.id ?? own else { continue }
      let value = Array(tag.value.utf8) + [0]
      guard let size = UInt32(exactly: value.count) else { throw .invalidParameter("WAV: a tag is too long") }
      writer.write(id.utf8)
      writer.write(size)
      writer.write(value)
      if size % 2 == 1 { writer.write(UInt8(0)) }
    }
    return writer.bytes.count > 4 ? writer.bytes : nil
  }
}
