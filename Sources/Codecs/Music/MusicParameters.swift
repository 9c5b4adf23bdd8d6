import Bytes

/// What the codec of music needs to know of a file: FORMAT.md, "Sound: music".
struct MusicParameters: Equatable {
  /// Quantizer step over full scale.
  var step: Float
  /// Whether chances are those of classes, not mixed.
  var usesClasses = false

  static let steps: ClosedRange<Float> = 0x1p-24...4
  private static let version: UInt8 = 2

  init(step: Float, usesClasses: Bool = false) { (self.step, self.usesClasses) = (step, usesClasses) }

  /// Throws `corruptData`, and `unsupported` for a later version.
  init(parsing bytes: [UInt8]) throws(CodecError) {
    var reader = ByteReader(bytes)
    let version = try reader.read(UInt8.self, "version of the codec")
    guard version == Self.version else { throw .unsupported("music of version \(version)") }
    step = Float(bitPattern: try reader.read(UInt32.self, "step"))
    let entropy = try reader.read(UInt8.self, "entropy model")
    guard entropy < 2 else { throw .unsupported("music with entropy model \(entropy)") }
    usesClasses = entropy == 1
    try reader.finish("parameters of the codec")
    guard Self.steps.contains(step) else { throw .corruptData("HEAD: a step of \(step)") }
  }

  /// The inverse of `init(parsing:)`.
  func serialized() -> [UInt8] {
    var writer = ByteWriter()
    writer.write(Self.version)
    writer.write(step.bitPattern)
    writer.write(UInt8(usesClasses ? 1 : 0))
    return writer.bytes
  }
}
