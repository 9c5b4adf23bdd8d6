import Bytes

/// Reads the dictionary of an NPY header: the keys `descr`, `fortran_order` and `shape`, each once.
struct NPYHeaderParser {
  private let text: [UInt8]
  private var position = 0

  init(_ bytes: ArraySlice<UInt8>) {
    text = Array(bytes)
  }

  /// The header of a table: integers.
  mutating func parse() throws(CodecError) -> (dimensions: [Int], element: TableElement) {
    let (shape, description) = try fields()
    guard let element = Self.element(description) else { throw Self.unknown(description) }
    return (shape, element)
  }

  static func unknown(_ description: String) -> CodecError {
    .unsupported("npy: values of type \(String(reflecting: description.prefix(40)))")
  }

  /// The shape, at least one dimension, and the type of the values.
  mutating func fields() throws(CodecError) -> (shape: [Int], description: String) {
    var description: String?
    var isColumnMajor: Bool?
    var shape: [Int]?
    try expect("{")
    while !take("}") {
      let key = try quoted()
      try expect(":")
      switch key {
      case "descr" where description == nil: description = try quoted()
      case "fortran_order" where isColumnMajor == nil: isColumnMajor = try flag()
      case "shape" where shape == nil: shape = try tuple()
      default: throw .corruptData("npy: header: key \(String(reflecting: key.prefix(40)))")
      }
      if !take(",") {
        try expect("}")
        break
      }
    }
    skipSpaces()
    guard position == text.count else { throw .corruptData("npy: header: more after the dictionary") }
    guard let description, let isColumnMajor, let shape else {
      throw .corruptData("npy: header: a key is missing")
    }
    guard !isColumnMajor || shape.count < 2 else { throw .unsupported("npy: Fortran order") }
    guard !shape.isEmpty else { throw .unsupported("npy: a single value") }
    return (shape, description)
  }

  static func element(_ description: String) -> TableElement? {
    let letters = Array(description.utf8)
    guard letters.count == 3, let size = [1, 2, 4, 8].first(where: { letters[2] == UInt8(48 + $0) }) else {
      return nil
    }
    let isBigEndian = letters[0] == UInt8(ascii: ">")
    guard isBigEndian || letters[0] == UInt8(ascii: "<") || letters[0] == UInt8(ascii: "|") && size == 1
    else { return nil }
    switch letters[1] {
    case UInt8(ascii: "u"): return TableElement(byteCount: size, isSigned: false, isBigEndian: isBigEndian)
    case UInt8(ascii: "i"): return TableElement(byteCount: size, isSigned: true, isBigEndian: isBigEndian)
    default: return nil
    }
  }

  private mutating func quoted() throws(CodecError) -> String {
    skipSpaces()
    guard position < text.count, [UInt8(ascii: "'"), UInt8(ascii: "\"")].contains(text[position]),
      let end = text[(position + 1)...].firstIndex(of: text[position])
    else { throw .corruptData("npy: header: no text at \(position)") }
    defer { position = end + 1 }
    return String(decoding: text[position + 1..<end], as: UTF8.self)
  }

  private mutating func flag() throws(CodecError) -> Bool {
    for (word, value) in [("True", true), ("False", false)] where take(word) { return value }
    throw .corruptData("npy: header: neither True nor False at \(position)")
  }

  private mutating func tuple() throws(CodecError) -> [Int] {
    var numbers: [Int] = []
    try expect("(")
    while !take(")") {
      numbers.append(try number())
      if !take(",") {
        try expect(")")
        break
      }
    }
    return numbers
  }

  private mutating func number() throws(CodecError) -> Int {
    skipSpaces()
    let start = position
    var value = 0
    while position < text.count, (48...57).contains(text[position]) {
      let (tens, overflow) = value.multipliedReportingOverflow(by: 10)
      let (sum, carry) = tens.addingReportingOverflow(Int(text[position]) - 48)
      guard !overflow, !carry else { throw .corruptData("npy: header: a number too large") }
      value = sum
      position += 1
    }
    guard position > start else { throw .corruptData("npy: header: no number at \(start)") }
    return value
  }

  private mutating func expect(_ word: String) throws(CodecError) {
    guard take(word) else { throw .corruptData("npy: header: no \(word) at \(position)") }
  }

  /// Moves behind a word if it stands here.
  private mutating func take(_ word: String) -> Bool {
    skipSpaces()
    guard text[position...].starts(with: word.utf8) else { return false }
    position += word.utf8.count
    return true
  }

  private mutating func skipSpaces() {
    while position < text.count, text[position] == 0x20 || text[position] == 0x0A { position += 1 }
  }
}
