import CKernels

/// Chooses the segments of a group: those whose spectra are estimated to take fewest bits at a step.
///
/// Every segment is tried with long laps at both ends and with the shortest ones, with high effort those of the usual size
/// also with one of each; what lies between is interpolated. The cheapest way over the group is then found by dynamic programming.
struct SegmentSearch {
  /// Channels of a group from its start on, each with a margin of the longest segment on both sides that can be read.
  let channels: [UnsafePointer<Float>]
  /// Units of the grid, and where it starts.
  let units: Int
  let start: Int
  let isAligned: Bool
  /// What coefficients are compared with.
  let step: Float

  private let effort: SoundEffort

  /// Sizes that are tried.
  private var tried: [Int] { effort == .high ? [0, 3, 4, 5, 6] : [0, 3, 4, 5] }
  /// The size of most segments of most codecs.
  private static let usual = 3
  /// What a segment costs beside its coefficients, in bits.
  private static let overhead: Float = 4
  /// The step of the estimate is finer than that of the quantizer: what was zero in an earlier codec shows.
  private static let refinement: Float = 0.3

  init(
    channels: [UnsafePointer<Float>], units: Int, start: Int, isAligned: Bool, step: Float,
    effort: SoundEffort
  ) {
    (self.channels, self.units, self.start) = (channels, units, start)
    (self.isAligned, self.effort) = (isAligned, effort)
    self.step = step * Self.refinement
  }

  /// Where segments of a size may begin, in units of the grid.
  private func grain(_ size: Int) -> Int {
    switch size {
    case 0: 1
    case 3: isAligned || effort == .high ? 1 : 2
    default: effort == .high ? 1 : 1 << (size - 2)
    }
  }

  /// Estimated costs of the segments of a size by where they begin.
  private struct Costs {
    let size: Int
    /// With short laps at neither end, on the left, on the right, at both.
    var laps: [[Float]]
    /// Otherwise those at one end lie between the others.
    let hasEveryLap: Bool

    /// The cost between neighbours of some sizes.
    func at(_ place: Int, before: Int, after: Int) -> Float {
      if size == 0 { return laps[0][place] }
      if hasEveryLap { return laps[(before < size ? 1 : 0) + (after < size ? 2 : 0)][place] }
      let missing = 2 * size - min(size, before) - min(size, after)
      return laps[0][place] + Float(missing) * (laps[3][place] - laps[0][place]) / Float(2 * size)
    }
  }

  /// Sizes of the segments from the start of the grid on.
  func sizes() -> [UInt8] { path(tried.map(costs)) }

  private func costs(_ size: Int) -> Costs {
    let none = [Float](repeating: .infinity, count: units + 1)
    let laps = size == 0 ? [0] : size == Self.usual && effort == .high ? [0, 1, 2, 3] : [0, 3]
    var costs = Costs(size: size, laps: [none, none, none, none], hasEveryLap: laps.count == 4)
    var place = 0
    while place + 1 << size <= units {
      for lap in laps {
        costs.laps[lap][place] = cost(
          size, place, left: lap & 1 == 0 ? size : 0, right: lap & 2 == 0 ? size : 0)
      }
      place += grain(size)
    }
    return costs
  }

  private func path(_ costs: [Costs]) -> [UInt8] {
    let tried = tried
    let count = tried.count
    let border = tried.firstIndex(of: Tiling.border) ?? 0
    // What is next to another group is long enough for its lap. Groups of lengths for which that cannot be are last ones.
    let first = isAligned ? 0 : border
    let last = isAligned || units % 1 << Tiling.border != 0 ? 0 : border
    // Least costs of the way to a place by the indices of the sizes before it and behind it.
    var least = [Float](repeating: .infinity, count: (units + 1) * count * count)
    var origin = [UInt8](repeating: 0, count: least.count)
    for size in first..<count { least[border * count + size] = 0 }
    for place in 0..<units {
      for before in 0..<count {
        for here in 0..<count {
          let known = least[(place * count + before) * count + here]
          let end = place + 1 << tried[here]
          guard known < .infinity, end <= units, costs[here].laps[0][place] < .infinity else { continue }
          for after in 0..<count {
            let cost = known + costs[here].at(place, before: tried[before], after: tried[after])
            let state = (end * count + here) * count + after
            if cost < least[state] {
              least[state] = cost
              origin[state] = UInt8(before)
            }
          }
        }
      }
    }
    var place = units
    let ends = (last..<count).map { (units * count + $0) * count + border }
    var state = ends.min { least[$0] < least[$1] } ?? 0
    var sizes: [UInt8] = []
    while place > 0 {
      let here = state / count % count
      sizes.append(UInt8(tried[here]))
      place -= 1 << tried[here]
      state = (place * count + Int(origin[state])) * count + here
    }
    return sizes.reversed()
  }

  private func cost(_ size: Int, _ place: Int, left: Int, right: Int) -> Float {
    let transform = SpectralTransform.shared
    let count = SpectralTransform.shortest << size
    let at = start + place * SpectralTransform.shortest
    let spectra = scratch.start + 3 * SpectralTransform.longest
    var cost = Self.overhead
    for first in stride(from: 0, to: channels.count, by: 2) {
      let pair = channels[first..<min(first + 2, channels.count)]
      var apart: Float = 0
      for (index, channel) in pair.enumerated() {
        let spectrum = spectra + index * count
        music_lapped(
          channel + at, Int32(count), Int32(SpectralTransform.half(left)), transform.slope(left),
          Int32(SpectralTransform.half(right)), transform.slope(right), scratch.start)
        transform.forward(
          size: size, scratch.start, spectrum, scratch: scratch.start + SpectralTransform.longest)
        apart += music_cost(spectrum, Int32(count), 1 / step)
      }
      if pair.count == 2 {
        let sums = scratch.start
        music_mid_side(spectra, spectra + count, Int32(count), sums, sums + count)
        apart = min(apart, music_cost(sums, Int32(2 * count), 1 / step))
      }
      cost += apart
    }
    return cost
  }

  /// Lapped samples, then what transforms need, then two spectra.
  private let scratch = MusicBuffer(5 * SpectralTransform.longest)
}
