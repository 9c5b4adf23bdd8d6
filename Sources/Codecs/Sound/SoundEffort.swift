/// How long an encoder of sounds may search. What it writes is read alike.
public enum SoundEffort: String, CaseIterable, Sendable {
  /// Faster than sixty times real time on one core of today.
  case usual
  /// Three to four times longer: segments of more lengths at more places, and bits asked of the entropy coder itself.
  case high
}
