import Bytes

/// What the codec adds to the parameters of a sound: FORMAT.md, "Sound: latents".
struct WaveletSoundParameters: Equatable {
  /// Step over full scale, in 2^-32.
  var step: UInt32
  /// Channels of latents that are coded, of the first.
  var channels: UInt16
  /// Digest of the circuit that the latents are coded with; nil: they are coded with the class model.
  var circuit: [UInt8]?

  /// What follows the channels: a circuit.
  private static let circuitTag: UInt8 = 1
  private static let scale: Float = 4_294_967_296

  init(step: Float, channels: Int, circuit: [UInt8]? = nil) {
    let steps = WaveletSoundCodec.steps
    self.step = UInt32(min(max(step, steps.lowerBound), steps.upperBound) * Self.scale)
    self.channels = UInt16(channels)
    self.circuit = circuit
  }

  /// Throws `corruptData`, and `unsupported` for an entropy model that is not known.
  init(parsing bytes: [UInt8]) throws(CodecError) {
    var reader = ByteReader(bytes)
    step = try reader.read(UInt32.self, "step")
    channels = try reader.read(UInt16.self, "channels of latents")
    if reader.remaining > 0 {
      let tag = try reader.read(UInt8.self, "entropy model")
      guard tag == Self.circuitTag else { throw .unsupported("HEAD: entropy model \(tag)") }
      circuit = Array(try reader.read(SoundModel.circuitDigestBytes, "digest of the circuit"))
    }
    try reader.finish("codec parameters")
    guard WaveletSoundCodec.steps.contains(stepOverFullScale), channels >= 1 else {
      throw .corruptData("HEAD: step \(stepOverFullScale), \(channels) channels of latents")
    }
  }

  /// The inverse of `init(parsing:)`.
  func serialized() -> [UInt8] {
    var writer = ByteWriter()
    writer.write(step)
    writer.write(channels)
    if let circuit {
      writer.write(Self.circuitTag)
      writer.write(circuit)
    }
    return writer.bytes
  }

  /// Rounding to Float is part of the format: 24 bits of the integer.
  var stepOverFullScale: Float { Float(step) / Self.scale }
}
