/// The quality scale of the tool for sounds, 0...100, as a quantizer step over full scale.
public enum SoundQuality {
  /// Steps on the command line are in units of samples of 16 bits.
  public static let scale: Float = 32768

  /// The step of a codec for a quality, which is clamped to 0...100: `usualStep` at the standard one, from there on as the
  /// steps of pictures.
  public static func step(for quality: Double, codec: any SteppedSoundCodec.Type) -> Float {
    codec.usualStep * (Quality.step(for: quality) / Quality.step(for: Quality.standard))
  }
}
