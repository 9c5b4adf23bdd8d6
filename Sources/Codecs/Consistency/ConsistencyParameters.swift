import Bytes
import EntropyCoding

/// What the consistency codec needs to know of a file: FORMAT.md, "Sound: consistency".
public struct ConsistencyParameters: Equatable, Sendable {
  /// Of mid.
  public let levels: SummaryLevels
  /// Of refinement, unless the decoder is told otherwise.
  public let steps: Int
  /// Of the noise.
  public let seed: UInt64
  /// Of the waveform layer.
  public var waveform: Waveform?

  /// What the waveform layer is quantized and coded with.
  public struct Waveform: Equatable, Sendable {
    /// Over full scale.
    public let step: Float
    /// Of the model of music, 16 bytes.
    let digest: [UInt8]
  }

  private static let version: UInt8 = 3
  /// The most steps of refinement.
  static let steps = 0...2

  init(levels: SummaryLevels, steps: Int, seed: UInt64, waveform: Waveform? = nil) {
    (self.levels, self.steps, self.seed, self.waveform) = (levels, steps, seed, waveform)
  }

  /// Throws `corruptData`, and `unsupported` for a later version.
  init(parsing bytes: [UInt8]) throws(CodecError) {
    var reader = ByteReader(bytes)
    let version = try reader.read(UInt8.self, "version of the codec")
    guard version == Self.version else { throw .unsupported("consistency of version \(version)") }
    let count = try reader.read(UInt8.self, "levels")
    let steps = Int(try reader.read(UInt8.self, "steps"))
    seed = try reader.read(UInt64.self, "seed")
    let step = Float(bitPattern: try reader.read(UInt32.self, "step of the waveform"))
    if step != 0 {
      guard MusicParameters.steps.contains(step) else {
        throw .corruptData("HEAD: a step of \(step) of the waveform")
      }
      waveform = Waveform(
        step: step,
        digest: Array(try reader.read(ModelIdentity.digestBytes, "digest of the waveform's model")))
    }
    try reader.finish("parameters of the codec")
    guard let levels = SummaryLevels(rawValue: Int(count)), Self.steps.contains(steps) else {
      throw .corruptData("HEAD: \(count) levels, \(steps) steps")
    }
    (self.levels, self.steps) = (levels, steps)
  }

  /// The inverse of `init(parsing:)`.
  func serialized() -> [UInt8] {
    var writer = ByteWriter()
    writer.write(Self.version)
    writer.write(UInt8(levels.rawValue))
    writer.write(UInt8(steps))
    writer.write(seed)
    writer.write((waveform?.step ?? 0).bitPattern)
    writer.write(waveform?.digest ?? [])
    return writer.bytes
  }
}
