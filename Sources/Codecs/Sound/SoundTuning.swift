/// What a lossy codec of sounds keeps of them at a given rate.
public enum SoundTuning: String, CaseIterable, Sendable {
  /// The waveform: the least squared error.
  case fidelity
  /// What is heard.
  case hearing
}
