/// Samples of a sound, one channel after the other: `values[channel * frameCount + frame]`.
public enum AudioSamples: Equatable, Sendable {
  /// Of 8 to 32 bits, as they are: not scaled to a common range.
  case integers([Int32])
  /// Finite; full scale is -1 to 1.
  case floats([Float])

  /// Samples in all, over every channel.
  public var count: Int {
    switch self {
    case .integers(let values): values.count
    case .floats(let values): values.count
    }
  }
}
