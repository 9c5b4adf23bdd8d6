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
