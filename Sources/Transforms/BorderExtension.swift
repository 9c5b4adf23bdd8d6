/// What a line of samples is taken to be beyond its ends.
public enum BorderExtension: Sendable {
  /// Mirrored about the end samples (… c b a b c … y z y …). Any size; the extension of the image profiles.
  case symmetric
  /// Wrapped around, for lines of even length only. Equals the mode `periodization` of PyWavelets.
  case periodic
}
