import CKernels

/// Chooses the segments of a group: those whose spectra are estimated to take fewest bits at a step.
///
/// Every segment is tried with long laps at both ends and with the shortest ones; what lies between is interpolated. The
/// cheapest way over the group is then found by dynamic programming.
struct SegmentSearch {
  /// Channels of a group from its start on, each with a margin of the longest segment on both sides that can be read.
  let channels: [UnsafePointer<Float>]
  /// Units of the grid, and where it starts.
  let units: Int
  let start: Int
  let isAligned: Bool
  /// What coefficients are compared with.
  let step: Float

  /// Sizes that are tried.
  private static let tried = [0, 3, 4, 5]
  /// What a segment costs beside its coefficients, in bits.
  private static let overhead: Float = 4
  /// The step of the estimate is finer than that of the quantizer: what was zero in an earlier codec shows.
  private static let refinement: Float = 0.3

  init(channels: [UnsafePointer<Float>], units: Int, start: Int, isAligned: Bool, step: Float) {
    (self.channels, self.units, self.start) = (channels, units, start)
    self.isAligned = isAligned
    self.step = step * Self.refinement
  }

  /// Where segments of a size may begin, in units of the grid.
  private func grain(_ size: Int) -> Int {
    switch size {
    case 0: 1
    case 3: isAligned ? 1 : 2
    default: 1 << (size - 2)
    }
  }

  /// Sizes of the segments from the start of the grid on.
  func sizes() -> [UInt8] {
    let tried = Self.tried
    var long: [[Float]] = []
    var short: [[Float]] = []
    for size in tried {
      var costs = (
        [Float](repeating: .infinity, count: units + 1), [Float](repeating: .infinity, count: units + 1)
      )
      var place = 0
      while place + 1 << size <= units {
        costs.0[place] = cost(size, place, lap: size)
        costs.1[place] = size == 0 ? costs.0[place] : cost(size, place, lap: 0)
        place += grain(size)
      }
      long.append(costs.0)
      short.append(costs.1)
    }
    return path(long: long, short: short)
  }

  private func path(long: [[Float]], short: [[Float]]) -> [UInt8] {
    let tried = Self.tried
    let count = tried.count
    // Least costs of the way to a place by the indices of the sizes before it and behind it.
    var least = [Float](repeating: .infinity, count: (units + 1) * count * count)
    var origin = [UInt8](repeating: 0, count: least.count)
    for size in 0..<count { least[size * count + size] = 0 }
    for place in 0..<units {
      for before in 0..<count {
        for here in 0..<count {
          let known = least[(place * count + before) * count + here]
          let end = place + 1 << tried[here]
          guard known < .infinity, end <= units, long[here][place] < .infinity else { continue }
          let size = tried[here]
          let difference = size == 0 ? 0 : (short[here][place] - long[here][place]) / Float(2 * size)
          for after in 0..<count {
            let missing = 2 * size - min(size, tried[before]) - min(size, tried[after])
            let cost = known + long[here][place] + Float(missing) * difference
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
    let last = units * count * count
    var state = (last..<last + count * count).min { least[$0] < least[$1] } ?? last
    var sizes: [UInt8] = []
    while place > 0 {
      let here = state / count % count
      sizes.append(UInt8(tried[here]))
      place -= 1 << tried[here]
      state = (place * count + Int(origin[state])) * count + here
    }
    return sizes.reversed()
  }

  private func cost(_ size: Int, _ place: Int, lap: Int) -> Float {
    let transform = SpectralTransform.shared
    let count = SpectralTransform.shortest << size
    let half = Int32(SpectralTransform.half(lap))
    let slope = transform.slope(lap)
    let at = start + place * SpectralTransform.shortest
    let spectra = scratch.start + 3 * SpectralTransform.longest
    var cost = Self.overhead
    for first in stride(from: 0, to: channels.count, by: 2) {
      let pair = channels[first..<min(first + 2, channels.count)]
      var apart: Float = 0
      for (index, channel) in pair.enumerated() {
        let spectrum = spectra + index * count
        music_lapped(channel + at, Int32(count), half, slope, half, slope, scratch.start)
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
