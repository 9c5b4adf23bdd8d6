/// How the frames of a group are cut into segments that are transformed apart.
///
/// Most segments have 128 << size frames. Where `phase` is not 0, the first has 896 + phase and the last one 1024 - phase,
/// so that those between lie on a grid of 128 frames with that phase: that of a codec that the sound went through before.
struct Tiling: Equatable, Sendable {
  /// 0 ..< 128.
  var phase: Int
  /// Sizes of all segments; `oddSize` for those of odd lengths at the ends.
  var sizes: [UInt8]

  static let unit = SpectralTransform.shortest
  /// Size of the largest laps between groups.
  static let border = 3
  /// Size of segments of odd lengths: their frequencies lie nearly as those of this size.
  static let oddSize: UInt8 = 3
  /// Size of their laps inside of a group, which leave room for that of the border.
  private static let oddLap = 2
  private static let borderUnits = 1 << border

  /// Sizes of the laps that the groups before and behind allow.
  typealias Borders = (left: Int, right: Int)
  /// What most do.
  static let borders: Borders = (border, border)

  struct Segment: Equatable {
    /// From the start of the group.
    var start: Int
    var frames: Int
    /// Coefficients are those of 128 << size frames; behind the frames of a segment that has fewer there are zeros.
    var size: Int
    /// Sizes of the laps at both ends; at those of a group, of the largest that it can bear.
    var left: Int
    var right: Int
    /// Place of its coefficients among those of all.
    var offset: Int

    var coefficients: Int { Tiling.unit << size }
    var isOdd: Bool { frames != coefficients }
  }

  /// Frames that are tiled: a little more than the last group has, and enough to begin with the lap of a border.
  static func tiledFrames(_ frames: Int) -> Int {
    max((frames + unit - 1) / unit, borderUnits) * unit
  }

  /// Whether a group is long enough for a phase.
  static func allowsPhase(frames: Int) -> Bool { tiledFrames(frames) >= 4 * borderUnits * unit }

  /// Frames of what lies on the grid, in units.
  static func gridUnits(frames: Int, phase: Int) -> Int {
    tiledFrames(frames) / unit - (phase == 0 ? 0 : 2 * borderUnits - 1)
  }

  /// Where what lies on the grid begins: behind the first segment.
  static func gridStart(phase: Int) -> Int { phase == 0 ? 0 : unit << border - unit + phase }

  /// Coefficients of a channel.
  var coefficients: Int { sizes.reduce(0) { $0 + Self.unit << Int($1) } }

  var segments: [Segment] {
    var start = 0
    var offset = 0
    return sizes.indices.map { index in
      let size = Int(sizes[index])
      let left = index == 0 ? min(Self.border, size) : min(lap(index - 1), lap(index))
      let right = index == sizes.count - 1 ? min(size, Self.border) : min(lap(index), lap(index + 1))
      let segment = Segment(
        start: start, frames: frames(index), size: size, left: left, right: right, offset: offset)
      start += segment.frames
      offset += segment.coefficients
      return segment
    }
  }

  private func isOdd(_ index: Int) -> Bool { phase != 0 && (index == 0 || index == sizes.count - 1) }

  /// Size of the laps that a segment can bear inside of the group.
  private func lap(_ index: Int) -> Int { isOdd(index) ? Self.oddLap : Int(sizes[index]) }

  private func frames(_ index: Int) -> Int {
    guard isOdd(index) else { return Self.unit << Int(sizes[index]) }
    return index == 0 ? Self.gridStart(phase: phase) : Self.unit << Self.border - phase
  }
}
