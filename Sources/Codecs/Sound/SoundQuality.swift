/// The quality scale of the tool for sounds, 0...100, as a quantizer step over full scale.
public enum SoundQuality {
  /// Steps on the command line are in units of samples of 16 bits.
  public static let scale: Float = 32768

  /// Sounds need finer steps than pictures, over full scale, by about this: 75 is some 130 kbit/s of usual music.
  private static let ratio: Float = 1

  /// The step for a quality, which is clamped to 0...100.
  public static func step(for quality: Double) -> Float { Quality.step(for: quality) * ratio / scale }
}
