import Codecs
import Media

/// What is told about one file encoded or decoded.
struct Conversion {
  /// What the files hold.
  enum Medium {
    case picture(PictureDescription)
    case sound(AudioProperties, frameCount: Int)
  }

  /// Bytes of the coded file: of the output when encoding, of the input when decoding.
  var codedBytes: Int
  var medium: Medium
  var model: ModelIdentity
  /// nil: without loss, or steps that differ.
  var step: Float?
  /// Thousands of bits a second that were asked for, if a rate was.
  var askedKilobits: Double?
  /// What of the input was damaged, when that was no error.
  var losses = Losses()
}
