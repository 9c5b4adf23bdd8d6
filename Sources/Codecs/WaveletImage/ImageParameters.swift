import Bytes
import Media

/// The codec parameters in the header of a picture: FORMAT.md, "Image codec parameters".
struct ImageParameters: Equatable {
  var picture: PictureDescription
  /// Step in 1/65536.
  var step: UInt32
  /// log2 of the nominal side of a group.
  var groupLog2: UInt8
  /// Digest of the circuit that the latents are coded with; nil: they are coded with the class model.
  var circuit: [UInt8]?

  static let standardGroupLog2: UInt8 = 10
  private static let groupLog2s: ClosedRange<UInt8> = 8...13

  /// What follows the group size: a circuit.
  private static let circuitTag: UInt8 = 1

  init(picture: PictureDescription, step: Float, circuit: [UInt8]? = nil) {
    self.circuit = circuit
    self.picture = picture
    self.step = UInt32(step * 65536)
    groupLog2 = Self.standardGroupLog2
  }

  init(parsing bytes: [UInt8], limits: Limits) throws(CodecError) {
    var reader = ByteReader(bytes)
    let picture = try PictureDescription(reading: &reader, limits: limits)
    step = try reader.read(UInt32.self, "step")
    groupLog2 = try reader.read(UInt8.self, "group size")
    if reader.remaining > 0 {
      let tag = try reader.read(UInt8.self, "entropy model")
      guard tag == Self.circuitTag else { throw .unsupported("HEAD: entropy model \(tag)") }
      circuit = Array(try reader.read(Model.circuitDigestBytes, "digest of the circuit"))
    }
    try reader.finish("codec parameters")
    guard WaveletImageCodec.steps.contains(Float(step) / 65536), Self.groupLog2s.contains(groupLog2) else {
      throw .corruptData("HEAD: step \(Float(step) / 65536), groups of 2^\(groupLog2)")
    }
    self.picture = picture
  }

  /// The inverse of `init(parsing:)`.
  func serialized() -> [UInt8] {
    var writer = ByteWriter()
    picture.write(to: &writer)
    writer.write(step)
    writer.write(groupLog2)
    if let circuit {
      writer.write(Self.circuitTag)
      writer.write(circuit)
    }
    return writer.bytes
  }

  var groups: GroupGrid {
    GroupGrid(width: picture.width, height: picture.height, nominal: 1 << Int(groupLog2))
  }

  var groupCount: Int {
    GroupGrid.count(width: picture.width, height: picture.height, nominal: 1 << Int(groupLog2))
  }
}
