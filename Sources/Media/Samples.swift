/// Samples of a picture: rows top to bottom, pixels left to right, the channels of a pixel side by side.
/// The full range of the type is used: 0 is black or clear, the largest value white or opaque.
public enum Samples: Equatable, Sendable {
  case eight([UInt8])
  case sixteen([UInt16])

  /// Samples in all, over every channel.
  public var count: Int {
    switch self {
    case .eight(let values): values.count
    case .sixteen(let values): values.count
    }
  }

  /// Bits of one sample: 8 or 16.
  public var depth: Int {
    switch self {
    case .eight: 8
    case .sixteen: 16
    }
  }
}
