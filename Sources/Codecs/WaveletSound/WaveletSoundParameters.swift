import Bytes

/// What the codec adds to the parameters of a sound: FORMAT.md, "Sound: latents".
struct WaveletSoundParameters: Equatable {
  /// Step over full scale, in 2^-32.
  var step: UInt32
  /// Channels of latents that are coded, of the first.
  var channels: UInt16

  private static let scale: Float = 4_294_967_296

  init(step: Float, channels: Int) {
    let steps = WaveletSoundCodec.steps
    self.step = UInt32(min(max(step, steps.lowerBound), steps.upperBound) * Self.scale)
    self.channels = UInt16(channels)
  }

  /// Throws `corruptData`.
  init(parsing bytes: [UInt8], model: SoundModel) throws(CodecError) {
    var reader = ByteReader(bytes)
    step = try reader.read(UInt32.self, "step")
    channels = try reader.read(UInt16.self, "channels of latents")
    try reader.finish("codec parameters")
    guard WaveletSoundCodec.steps.contains(stepOverFullScale), channels >= 1, channels <= model.channels
    else {
      throw .corruptData("HEAD: step \(stepOverFullScale), \(channels) channels of latents")
    }
  }

  /// The inverse of `init(parsing:model:)`.
  func serialized() -> [UInt8] {
    var writer = ByteWriter()
    writer.write(step)
    writer.write(channels)
    return writer.bytes
  }

  /// Rounding to Float is part of the format: 24 bits of the integer.
  var stepOverFullScale: Float { Float(step) / Self.scale }
}
