/// How the frames of a group are cut into segments that are transformed apart.
///
/// Most segments have 128 << size frames. Where `phase` is not 0, the first has 128 + phase and the last one 256 - phase,
/// so that those between lie on a grid of 128 frames with that phase: that of a codec that the sound went through before.
struct Tiling: Equatable, Sendable {
  /// 0 ..< 128.
  var phase: Int
  /// Sizes of all segments; 1 for those of odd lengths at the ends.
  var sizes: [UInt8]

  static let unit = SpectralTransform.shortest

  struct Segment: Equatable {
    /// From the start of the group.
    var start: Int
    var frames: Int
    /// Coefficients are those of 128 << size frames; behind the frames of a segment that has fewer there are zeros.
    var size: Int
    /// Sizes of the laps at both ends.
    var left: Int
    var right: Int
    /// Place of its coefficients among those of all.
    var offset: Int

    var coefficients: Int { Tiling.unit << size }
    var isOdd: Bool { frames != coefficients }
  }

  /// Frames that are tiled: a little more than the last group has.
  static func tiledFrames(_ frames: Int) -> Int { (frames + unit - 1) / unit * unit }

  /// Whether a group is long enough for a phase.
  static func allowsPhase(frames: Int) -> Bool { tiledFrames(frames) >= 4 * unit }

  /// Frames of what lies on the grid, in units.
  static func gridUnits(frames: Int, phase: Int) -> Int { tiledFrames(frames) / unit - (phase == 0 ? 0 : 3) }

  /// Coefficients of a channel.
  var coefficients: Int { sizes.reduce(0) { $0 + Self.unit << Int($1) } }

  var segments: [Segment] {
    var start = 0
    var offset = 0
    return sizes.indices.map { index in
      let size = Int(sizes[index])
      let left = index == 0 ? 0 : min(lap(index - 1), lap(index))
      let right = index == sizes.count - 1 ? 0 : min(lap(index), lap(index + 1))
      let segment = Segment(
        start: start, frames: frames(index), size: size, left: left, right: right, offset: offset)
      start += segment.frames
      offset += segment.coefficients
      return segment
    }
  }

  private func isOdd(_ index: Int) -> Bool { phase != 0 && (index == 0 || index == sizes.count - 1) }

  /// Size of the laps that a segment can bear.
  private func lap(_ index: Int) -> Int { isOdd(index) ? 0 : Int(sizes[index]) }

  private func frames(_ index: Int) -> Int {
    guard isOdd(index) else { return Self.unit << Int(sizes[index]) }
    return index == 0 ? Self.unit + phase : 2 * Self.unit - phase
  }
}
