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
  /// Groups of the input that were damaged, when that was no error.
  var damage: [ImageFile.Damage] = []

  /// What was damaged, for people.
  var losses: [String] {
    damage.map { damage in
      let part = damage.rectangle
      let place = "pixels \(part.x) to \(part.maxX - 1) across, \(part.y) to \(part.maxY - 1) down"
      return damage.isCoarse
        ? "\(place) are coarse: the file ends in them"
        : "\(place) are lost; they are filled in from what is around"
    }
  }
}
