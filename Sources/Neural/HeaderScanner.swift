import Bytes

/// Reads the JSON of a safetensors header: objects, strings and arrays of whole numbers, nothing else.
struct HeaderScanner {
  private let bytes: ArraySlice<UInt8>
  private var position: Int

  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    position = bytes.startIndex
  }

  func corrupt(_ cause: String) -> CodecError {
    .corruptData("safetensors header at byte \(position): \(cause)")
  }

  /// Reads an object; `member` reads the value that belongs to a key.
  mutating func object(
    _ member: (inout HeaderScanner, String) throws(CodecError) -> Void
  ) throws(CodecError) {
    try expect("{")
    if accept("}") { return }
    repeat {
      let key = try string()
      try expect(":")
      try member(&self, key)
    } while accept(",")
    try expect("}")
  }

  /// An array of whole numbers that fit Int.
  mutating func integers() throws(CodecError) -> [Int] {
    try expect("[")
    if accept("]") { return [] }
    var values: [Int] = []
    repeat { values.append(try integer()) } while accept(",")
    try expect("]")
    return values
  }

  mutating func string() throws(CodecError) -> String {
    try expect("\"")
    var text: [UInt8] = []
    while true {
      switch try next() {
      case UInt8(ascii: "\""):
        guard let string = String(validating: text, as: UTF8.self) else { throw corrupt("text is not UTF-8") }
        return string
      case UInt8(ascii: "\\"): text += try escape()
      case 0..<0x20: throw corrupt("control character in text")
      case let byte: text.append(byte)
      }
    }
  }

  /// Nothing but white space may be left.
  mutating func finish() throws(CodecError) {
    skipSpace()
    guard position == bytes.endIndex else { throw corrupt("expected the end") }
  }

  private mutating func integer() throws(CodecError) -> Int {
    skipSpace()
    let start = position
    var value = 0
    while position < bytes.endIndex, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[position]) {
      let (product, first) = value.multipliedReportingOverflow(by: 10)
      let (sum, second) = product.addingReportingOverflow(Int(bytes[position] - UInt8(ascii: "0")))
      guard !first, !second else { throw corrupt("number too large") }
      value = sum
      position += 1
    }
    guard position > start else { throw corrupt("expected a whole number") }
    guard position == start + 1 || bytes[start] != UInt8(ascii: "0") else { throw corrupt("leading zero") }
    return value
  }

  /// The UTF-8 of what follows a backslash.
  private mutating func escape() throws(CodecError) -> [UInt8] {
    switch try next() {
    case UInt8(ascii: "\""): return [UInt8(ascii: "\"")]
    case UInt8(ascii: "\\"): return [UInt8(ascii: "\\")]
    case UInt8(ascii: "/"): return [UInt8(ascii: "/")]
    case UInt8(ascii: "b"): return [8]
    case UInt8(ascii: "f"): return [12]
    case UInt8(ascii: "n"): return [10]
    case UInt8(ascii: "r"): return [13]
    case UInt8(ascii: "t"): return [9]
    case UInt8(ascii: "u"):
      var units = [try codeUnit()]
      if UTF16.isLeadSurrogate(units[0]) {
        guard try next() == UInt8(ascii: "\\"), try next() == UInt8(ascii: "u") else {
          throw corrupt("half a surrogate pair")
        }
        units.append(try codeUnit())
      }
      guard let text = String(validating: units, as: UTF16.self) else {
        throw corrupt("half a surrogate pair")
      }
      return Array(text.utf8)
    default: throw corrupt("unknown escape")
    }
  }

  private mutating func codeUnit() throws(CodecError) -> UInt16 {
    var value: UInt16 = 0
    for _ in 0..<4 {
      guard let digit = Character(UnicodeScalar(try next())).hexDigitValue else {
        throw corrupt("expected four hexadecimal digits")
      }
      value = value << 4 | UInt16(digit)
    }
    return value
  }

  private mutating func next() throws(CodecError) -> UInt8 {
    guard position < bytes.endIndex else { throw corrupt("sudden end") }
    defer { position += 1 }
    return bytes[position]
  }

  private mutating func skipSpace() {
    while position < bytes.endIndex, [0x20, 0x0A, 0x0D, 0x09].contains(bytes[position]) { position += 1 }
  }

  private mutating func accept(_ character: Unicode.Scalar) -> Bool {
    skipSpace()
    guard position < bytes.endIndex, bytes[position] == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  private mutating func expect(_ character: Unicode.Scalar) throws(CodecError) {
    guard accept(character) else { throw corrupt("expected \(character)") }
  }
}
