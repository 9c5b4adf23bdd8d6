import Bytes
import Media

/// The codec parameters in the header of a picture without loss: FORMAT.md, "Pictures without loss".
struct LosslessParameters: Equatable {
  var picture: PictureDescription
  /// All samples are multiples of it.
  var unit: UInt16
  /// log2 of the nominal side of a group.
  var groupLog2: UInt8

  /// Large, because every group begins to learn anew.
  static let standardGroupLog2: UInt8 = 11
  private static let groupLog2s: ClosedRange<UInt8> = 8...11

  init(picture: PictureDescription, unit: UInt16) {
    self.picture = picture
    self.unit = unit
    groupLog2 = Self.standardGroupLog2
  }

  init(parsing bytes: [UInt8], limits: Limits) throws(CodecError) {
    var reader = ByteReader(bytes)
    picture = try PictureDescription(reading: &reader, limits: limits)
    unit = try reader.read(UInt16.self, "unit of the samples")
    groupLog2 = try reader.read(UInt8.self, "group size")
    try reader.finish("codec parameters")
    guard unit > 0, Int(unit) < 1 << picture.depth, Self.groupLog2s.contains(groupLog2) else {
      throw .corruptData("HEAD: samples in units of \(unit), groups of 2^\(groupLog2)")
    }
  }

  /// The inverse of `init(parsing:)`.
  func serialized() -> [UInt8] {
    var writer = ByteWriter()
    picture.write(to: &writer)
    writer.write(unit)
    writer.write(groupLog2)
    return writer.bytes
  }

  /// The largest value of a sample in units.
  var largest: Int { (1 << picture.depth - 1) / Int(unit) }

  var groups: GroupGrid {
    GroupGrid(width: picture.width, height: picture.height, nominal: 1 << Int(groupLog2))
  }

  var groupCount: Int {
    GroupGrid.count(width: picture.width, height: picture.height, nominal: 1 << Int(groupLog2))
  }
}
