import Codecs

/// The result of encoding or decoding one file, in memory.
struct Conversion {
  /// The bytes of the output.
  var bytes: [UInt8]
  /// Bytes of the coded file: of the output when encoding, of the input when decoding.
  var codedBytes: Int
  var picture: PictureDescription
  var model: ModelIdentity
  /// nil: without loss.
  var step: Float?
}
