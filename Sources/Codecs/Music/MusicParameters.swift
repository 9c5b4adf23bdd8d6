import Bytes

/// What the codec of music needs to know of a file: FORMAT.md, "Sound: music".
struct MusicParameters: Equatable {
  /// Quantizer step over full scale.
  var step: Float

  static let steps: ClosedRange<Float> = 0x1p-24...4
  /// Of the stream; a later version may add steps of bands and bands filled with noise behind the step.
  private static let version: UInt8 = 1

  init(step: Float) { self.step = step }

  /// Throws `corruptData`, and `unsupported` for a later version.
  init(parsing bytes: [UInt8]) throws(CodecError) {
    var reader = ByteReader(bytes)
    let version = try reader.read(UInt8.self, "version of the codec")
    guard version == Self.version else { throw .unsupported("music of version \(version)") }
    step = Float(bitPattern: try reader.read(UInt32.self, "step"))
    try reader.finish("parameters of the codec")
    guard Self.steps.contains(step) else { throw .corruptData("HEAD: a step of \(step)") }
  }

  /// The inverse of `init(parsing:)`.
  func serialized() -> [UInt8] {
    var writer = ByteWriter()
    writer.write(Self.version)
    writer.write(step.bitPattern)
    return writer.bytes
  }
}
