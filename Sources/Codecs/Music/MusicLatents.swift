import Container

/// The integers of one group of a sound under the codec of music.
public struct MusicLatents: Equatable, Sendable {
  /// Of the group.
  public let frames: Int
  let tiling: Tiling
  /// Turns of pairs of channels in 1/64, 0 ..< 32: [pairs of two][stripes][bands].
  let turns: [[[UInt8]]]
  /// Quantized coefficients, [channels][segments one after the other].
  let values: [[Int16]]
  /// What writing gives, where it is known already.
  let coded: Container.Group?

  public static func == (a: Self, b: Self) -> Bool {
    a.frames == b.frames && a.tiling == b.tiling && a.turns == b.turns && a.values == b.values
  }

  /// The group's coefficients by channel, in steps.
  public var coefficients: [[Int16]] { values }
}

/// Bands of frequency with a turn of their own, and stripes of time.
enum TurnGrid {
  /// Frames of a stripe.
  static let stripe = 1 << 15
  /// Where bands begin, of 1024.
  static let edges = [
    0, 4, 8, 12, 16, 20, 26, 32, 40, 50, 62, 76, 94, 116, 142, 174, 214, 264, 330, 430, 600, 1024,
  ]
  static let bands = edges.count - 1
  static let turns = 32
  /// Sum and difference.
  static let usual: UInt8 = 8

  /// The coefficients of a band in a segment of 128 << size.
  static func range(_ band: Int, size: Int) -> Range<Int> {
    func place(_ edge: Int) -> Int { (edge << size + 7) >> 3 }
    return place(edges[band])..<place(edges[band + 1])
  }

  /// Stripes of segments: each segment belongs to where it starts.
  static func stripes(_ segments: [Tiling.Segment]) -> Int {
    (segments.last.map { $0.start / stripe } ?? 0) + 1
  }
}
