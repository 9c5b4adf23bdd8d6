/// The quality scale of the tool for sounds, 0...100, as a quantizer step over full scale.
public enum SoundQuality {
  /// Steps on the command line are in units of samples of 16 bits.
  public static let scale: Float = 32768

  /// Over the step of pictures of the same quality: 75 then takes some 100 kbit/s for music in stereo.
  private static func ratio(_ tuning: SoundTuning) -> Float {
    switch tuning {
    case .fidelity: 10 / 3
    case .hearing: 80 / 3
    }
  }

  /// The step for a quality, which is clamped to 0...100.
  public static func step(for quality: Double, tuning: SoundTuning) -> Float {
    Quality.step(for: quality) * ratio(tuning) / scale
  }
}
