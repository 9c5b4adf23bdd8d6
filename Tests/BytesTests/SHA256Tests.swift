import Bytes
import Testing

@Suite struct SHA256Tests {
  private func hex(_ bytes: [UInt8]) -> String {
    bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
  }

  /// The vectors of FIPS 180-4's examples.
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
  ])
  func knownAnswers(_ text: String, _ expected: String) {
    #expect(hex(SHA256.digest(Array(text.utf8))) == expected)
  }

  @Test func millionLetters() {
    #expect(
      hex(SHA256.digest([UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000)))
        == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
  }

  /// Every length around a block's edge, in one piece and in pieces.
  @Test func piecesDoNotMatter() {
    let message = (0..<200).map { UInt8(truncatingIfNeeded: $0 &* 151 &+ 3) }
    for length in 0...message.count {
      let whole = SHA256.digest(Array(message[..<length]))
      var hash = SHA256()
      for start in stride(from: 0, to: length, by: 7) {
        hash.update(Array(message[start..<min(start + 7, length)]))
      }
      #expect(hash.finalize() == whole, "\(length) bytes")
    }
  }

  /// The digest of the digests of every length from 0 to 199: one constant for all paddings.
  @Test func everyPadding() {
    var chain = SHA256()
    for length in 0..<200 { chain.update(SHA256.digest([UInt8](repeating: UInt8(length), count: length))) }
    #expect(hex(chain.finalize()) == "6f979b0f53f1f6efc88ce8829b3e9c0d7711e102a3cfe31394c5d6c3232047ad")
  }
}
