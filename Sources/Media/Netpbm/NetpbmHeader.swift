import Bytes

/// A cursor over the text of a Netpbm header or plain raster.
///
/// Words are separated by white space; `#` starts a comment that ends with its line.
struct NetpbmHeader {
  let bytes: [UInt8]
  /// Index of the next byte.
  private(set) var position: Int

  /// After the two bytes of the magic.
  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    position = min(2, bytes.count)
  }

  var remaining: Int { bytes.count - position }

  static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

  /// Moves to the first byte that is neither white space nor comment.
  mutating func skipSpace() {
    while position < bytes.count {
      if bytes[position] == UInt8(ascii: "#") {
        skipLine()
      } else if Self.isSpace(bytes[position]) {
        position += 1
      } else {
        return
      }
    }
  }

  /// Moves to the line feed that ends this line, or to the end.
  private mutating func skipLine() {
    position = bytes[position...].firstIndex(of: 0x0A) ?? bytes.count
  }

  /// The next decimal number.
  /// - Throws: `corruptData` when there is none or it is over `maximum`.
  mutating func number(_ what: String, atMost maximum: Int = Int(Int32.max)) throws(CodecError) -> Int {
    skipSpace()
    let start = position
    var value = 0
    while position < bytes.count, case let digit = Int(bytes[position]) - 48, (0...9).contains(digit) {
      value = value * 10 + digit
      guard value <= maximum else { throw .corruptData("\(what) at byte \(start) is over \(maximum)") }
      position += 1
    }
    guard position > start else { throw .corruptData("\(what) at byte \(start) is not a number") }
    return value
  }

  /// The next bit of a plain bitmap: one digit, white space optional.
  mutating func bit() throws(CodecError) -> UInt8 {
    skipSpace()
    guard position < bytes.count, case let digit = bytes[position] &- 48, digit <= 1 else {
      throw .corruptData("no bit at byte \(position)")
    }
    position += 1
    return digit
  }

  /// The single white space that separates the header from a binary raster.
  mutating func endOfHeader() throws(CodecError) {
    guard position < bytes.count, Self.isSpace(bytes[position]) else {
      throw .corruptData("no white space after the header at byte \(position)")
    }
    position += 1
  }

  /// The next line that is neither empty nor comment, split at its first white space.
  mutating func field() throws(CodecError) -> (key: String, value: String) {
    skipSpace()
    let start = position
    skipLine()
    guard position < bytes.count else { throw .corruptData("the header does not end") }
    let words = bytes[start..<position].split(maxSplits: 1, whereSeparator: Self.isSpace)
    position += 1
    let value = words.count < 2 ? [] : words[1].drop(while: Self.isSpace)
    let end = value.lastIndex { !Self.isSpace($0) }.map { $0 + 1 } ?? value.startIndex
    return (String(decoding: words[0], as: UTF8.self), String(decoding: value[..<end], as: UTF8.self))
  }
}
