import CKernels

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Chooses which blocks of a group are cut: those whose eight short spectra take fewer bits than the long one, at steps that
/// hearing asks for.
struct BlockSearch {
  /// Channels of a group from its start on.
  let channels: [UnsafePointer<Float>]

  /// Fine enough that what is heard takes part, and the rest does not.
  private static let step: Float = 0x1p-6
  /// What cutting must save.
  private static let gain: Float = 1.03

  private let spectra = MusicBuffer(2 * HearingBlocks.frames)
  private let scratch = MusicBuffer(3 * HearingBlocks.frames)

  init(channels: [UnsafePointer<Float>]) { self.channels = channels }

  /// Looks at half a block more on both sides: groups agree on the blocks at their border, which tell how long its lap is.
  func isCut(_ block: Int) -> Bool {
    let rule = HearingRule(step: Self.step)
    var costs: (long: Float, short: Float) = (0, 0)
    for pair in MusicCodec.pairs(channels.count) {
      let long = transformed(block, pair, size: 3)
      let squares = HearingRule.meanSquares(long, segments: 1)
      let inverses = rule.logarithms(squares[...]).map { exp2f(-2 * $0) }
      costs.long += long.reduce(0) { $0 + hearing_cost($1, 1, inverses) }
      let segments = HearingBlocks.frames / SpectralTransform.shortest
      costs.short += transformed(block, pair, size: 0).reduce(0) {
        $0 + hearing_cost($1, Int32(segments), inverses)
      }
    }
    return costs.short * Self.gain < costs.long
  }

  /// Spectra of a block in segments of one size, as if those around it had it as well: sum and difference of a pair.
  private func transformed(_ block: Int, _ pair: Range<Int>, size: Int) -> [UnsafePointer<Float>] {
    let transform = SpectralTransform.shared
    let count = SpectralTransform.shortest << size
    let half = Int32(SpectralTransform.half(size))
    for channel in pair {
      let spectrum = spectra.start + (channel - pair.lowerBound) * HearingBlocks.frames
      for place in stride(from: 0, to: HearingBlocks.frames, by: count) {
        music_lapped(
          channels[channel] + block * HearingBlocks.frames + place, Int32(count), half, transform.slope(size),
          half,
          transform.slope(size), scratch.start)
        transform.forward(
          size: size, scratch.start, spectrum + place, scratch: scratch.start + HearingBlocks.frames)
      }
    }
    guard pair.count == 2 else { return [UnsafePointer(spectra.start)] }
    let (first, second) = (spectra.start, spectra.start + HearingBlocks.frames)
    music_mid_side(
      first, second, Int32(HearingBlocks.frames), scratch.start, scratch.start + HearingBlocks.frames)
    first.update(from: scratch.start, count: 2 * HearingBlocks.frames)
    return [UnsafePointer(first), UnsafePointer(second)]
  }
}
