/// How long an encoder of sounds may search. What it writes is read alike.
public enum SoundEffort: String, CaseIterable, Sendable {
  /// Sixty times real time and more on one core of today, at up to some 130 kbit/s.
  case usual
  /// Four to five times longer: segments of more lengths at more places, and bits asked of the entropy coder itself.
  case high
}
