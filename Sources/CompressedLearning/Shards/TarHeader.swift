import Bytes

/// One header of a tar archive: the POSIX format `ustar`, regular files only.
struct TarHeader: Equatable {
  static let blockBytes = 512
  private static let magic = Array("ustar\0".utf8) + Array("00".utf8)

  var name: String
  var byteCount: Int

  /// The bytes that a member of this size fills, with what pads it.
  var paddedByteCount: Int { (byteCount + Self.blockBytes - 1) / Self.blockBytes * Self.blockBytes }

  init(name: String, byteCount: Int) {
    (self.name, self.byteCount) = (name, byteCount)
  }

  /// Nothing but name and size: owners, times and permissions are the same in every archive, so that the same members make
  /// the same bytes.
  /// - Throws: `invalidParameter` for a name that the format has no room for.
  func serialized() throws(CodecError) -> [UInt8] {
    let (prefix, name) = try parts()
    var block = [UInt8](repeating: 0, count: Self.blockBytes)
    func put(_ bytes: [UInt8], at offset: Int) {
      block.replaceSubrange(offset..<offset + bytes.count, with: bytes)
    }
    put(name, at: 0)
    put(Array("0000644\0".utf8), at: 100)
    put(Array("0000000\0".utf8), at: 108)
    put(Array("0000000\0".utf8), at: 116)
    put(Self.octal(byteCount, digits: 11), at: 124)
    put(Self.octal(0, digits: 11), at: 136)
    block[156] = UInt8(ascii: "0")
    put(Self.magic, at: 257)
    put(prefix, at: 345)
    put(Self.octal(Self.checksum(block), digits: 6) + [UInt8(ascii: " ")], at: 148)
    return block
  }

  /// The name in the two fields there are for it.
  private func parts() throws(CodecError) -> (prefix: [UInt8], name: [UInt8]) {
    let bytes = Array(name.utf8)
    if bytes.count <= 100 { return ([], bytes) }
    let slash = bytes.indices.first { bytes[$0] == UInt8(ascii: "/") && bytes.count - $0 - 1 <= 100 }
    guard let slash, slash <= 155, slash > 0 else {
      throw .invalidParameter("\(name): too long a name for a shard")
    }
    return (Array(bytes[..<slash]), Array(bytes[(slash + 1)...]))
  }

  /// nil at the end of the archive: a block of zeros.
  /// - Throws: `corruptData`; `unsupported` for members that are no regular files.
  init?(parsing block: [UInt8]) throws(CodecError) {
    precondition(block.count == Self.blockBytes, "a block")
    if block.allSatisfy({ $0 == 0 }) { return nil }
    guard Self.number(block[148..<156]) == Self.checksum(block), block[257..<262].elementsEqual("ustar".utf8)
    else {
      throw .corruptData("tar: no header where one must be")
    }
    guard block[156] == UInt8(ascii: "0") || block[156] == 0 else {
      throw .unsupported("tar: a member of type \(block[156]); only regular files are read")
    }
    guard let size = Self.number(block[124..<136]) else {
      throw .corruptData("tar: a size that is no number")
    }
    func text(_ range: Range<Int>) -> String {
      String(decoding: block[range].prefix { $0 != 0 }, as: UTF8.self)
    }
    let prefix = text(345..<500)
    name = prefix.isEmpty ? text(0..<100) : prefix + "/" + text(0..<100)
    byteCount = size
  }

  private static func checksum(_ block: [UInt8]) -> Int {
    block.enumerated().reduce(0) { $0 + ((148..<156).contains($1.offset) ? 32 : Int($1.element)) }
  }

  private static func octal(_ value: Int, digits: Int) -> [UInt8] {
    let text = String(value, radix: 8)
    return [UInt8](repeating: UInt8(ascii: "0"), count: max(0, digits - text.utf8.count)) + Array(text.utf8)
      + [0]
  }

  private static func number(_ field: ArraySlice<UInt8>) -> Int? {
    let digits = field.drop { $0 == 32 }.prefix { $0 != 32 && $0 != 0 }
    return Int(String(decoding: digits, as: UTF8.self), radix: 8).flatMap { $0 >= 0 ? $0 : nil }
  }
}
