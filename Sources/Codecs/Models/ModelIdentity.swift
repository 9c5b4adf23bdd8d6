/// Name and digest of a model: stands in every file.
public struct ModelIdentity: Equatable, Hashable, Sendable {
  public var name: String
  /// The first 16 bytes of the SHA-256 of the model's files.
  public var digest: [UInt8]

  public init(name: String, digest: [UInt8]) {
    self.name = name
    self.digest = digest
  }

  /// The digest in hexadecimal.
  public var hexadecimal: String { Self.hexadecimal(digest) }

  /// Any digest in hexadecimal, two digits a byte.
  public static func hexadecimal(_ digest: [UInt8]) -> String {
    digest.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
  }
}
