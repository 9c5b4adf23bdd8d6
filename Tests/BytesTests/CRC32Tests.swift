import Bytes
import Testing

@Suite struct CRC32Tests {
  @Test(
    arguments: [
      ("", 0), ("a", 0xE8B7_BE43), ("123456789", 0xCBF4_3926), ("IEND", 0xAE42_6082),
      ("The quick brown fox jumps over the lazy dog", 0x414F_A339),
    ] as [(String, UInt32)])
  func knownAnswers(_ text: String, _ expected: UInt32) {
    #expect(CRC32.checksum(text.utf8) == expected)
    #expect(CRC32.checksum(Array(text.utf8)) == expected)
  }

  /// A sequence without storage, an array, a slice and any split of the message give the same checksum, and it
  /// is the one of the bitwise definition.
  @Test func everyPathAgrees() {
    let message = (0..<67).map { UInt8(truncatingIfNeeded: $0 &* $0 &* 37 &+ 11) }
    for length in 0...message.count {
      let part = message[..<length]
      var bitwise: UInt32 = ~0
      for byte in part {
        bitwise ^= UInt32(byte)
        for _ in 0..<8 { bitwise = bitwise & 1 == 1 ? bitwise >> 1 ^ 0xEDB8_8320 : bitwise >> 1 }
      }
      #expect(CRC32.checksum(part) == ~bitwise)
      #expect(
        CRC32.checksum(
          sequence(state: 0) { (index: inout Int) -> UInt8? in
            defer { index += 1 }
            return index < length ? message[index] : nil
          }) == ~bitwise)
      var split = CRC32()
      split.update(message[..<(length / 3)])
      split.update(message[(length / 3)..<length])
      #expect(split.value == ~bitwise)
    }
  }
}
