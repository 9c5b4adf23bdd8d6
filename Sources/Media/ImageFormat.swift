import Bytes

/// A picture file format: bytes to pictures and back. Stateless.
public protocol ImageFormat: Sendable {
  /// Upper case, as in messages.
  var name: String { get }

  /// File name extensions, lower case, without the dot. The first is the usual one.
  var fileExtensions: [String] { get }

  /// Whether the bytes start as files of this format do. Says nothing about the rest.
  func recognizes(_ bytes: [UInt8]) -> Bool

  /// The picture of a whole file.
  /// - Throws: `corruptData`, `unsupported`, and `limitExceeded` before memory for the pixels is taken.
  func read(_ bytes: [UInt8], limits: Limits) throws(CodecError) -> Image

  /// A whole file.
  /// - Throws: `invalidParameter` when the format cannot hold this picture, naming one that can.
  func write(_ image: Image) throws(CodecError) -> [UInt8]
}
