import Codecs

extension ModelIdentity {
  /// The inverse of `hexadecimal`; nil for a text that is no digest of a model.
  init?(name: String, hexadecimal text: String) {
    let digits = text.compactMap(\.hexDigitValue)
    guard digits.count == text.count, digits.count == 32 else { return nil }
    self.init(
      name: name,
      digest: stride(from: 0, to: digits.count, by: 2).map { UInt8(16 * digits[$0] + digits[$0 + 1]) })
  }
}
