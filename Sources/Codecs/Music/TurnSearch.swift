import CKernels

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Chooses how a pair of channels is turned, band by band, and turns its spectra.
struct TurnSearch {
  let segments: [Tiling.Segment]
  let first: UnsafeMutablePointer<Float>
  let second: UnsafeMutablePointer<Float>
  let step: Float

  /// The step of the estimate is finer than that of the quantizer: smaller coefficients are seen by what is around them.
  private static let refinement: Float = 0.2
  /// What another turn than before costs, in bits, and the same.
  private static let newTurn: Float = 6
  private static let sameTurn: Float = 0.5

  /// [stripes][bands].
  func turns() -> [[UInt8]] {
    var known = [UInt8](repeating: TurnGrid.usual, count: TurnGrid.bands)
    var index = 0
    return (0..<TurnGrid.stripes(segments)).map { stripe in
      var end = index
      while end < segments.count, segments[end].start / TurnGrid.stripe == stripe { end += 1 }
      let part = segments[index..<end]
      index = end
      for band in 0..<TurnGrid.bands { known[band] = best(part, band: band, known: known[band]) }
      return known
    }
  }

  private func best(_ segments: ArraySlice<Tiling.Segment>, band: Int, known: UInt8) -> UInt8 {
    var energies: (Float, Float, Float) = (0, 0, 0)
    for segment in segments {
      for k in TurnGrid.range(band, size: segment.size) {
        let x = first[segment.offset + k]
        let y = second[segment.offset + k]
        energies.0 += x * x
        energies.1 += y * y
        energies.2 += x * y
      }
    }
    guard energies.0 + energies.1 > step * step else { return known }
    // The turn that makes the pair uncorrelated.
    let angle = 0.5 * atan2f(2 * energies.2, energies.0 - energies.1)
    let main = UInt8(Int((angle * Float(TurnGrid.turns) / .pi).rounded()) & (TurnGrid.turns - 1))
    var best = known
    var least = cost(segments, band: band, turn: known) + Self.sameTurn
    for turn in [main, 0, TurnGrid.usual] where turn != known {
      let cost = cost(segments, band: band, turn: turn) + Self.newTurn
      if cost < least { (best, least) = (turn, cost) }
    }
    return best
  }

  private func cost(_ segments: ArraySlice<Tiling.Segment>, band: Int, turn: UInt8) -> Float {
    let (cosine, sine) = MusicTurns.shared[turn]
    var cost: Float = 0
    for segment in segments {
      let range = TurnGrid.range(band, size: segment.size)
      cost += music_turned_cost(
        first + segment.offset + range.lowerBound, second + segment.offset + range.lowerBound,
        Int32(range.count), cosine, sine, 1 / (step * Self.refinement))
    }
    return cost
  }
}

/// Cosines and sines of turns.
struct MusicTurns: Sendable {
  static let shared = MusicTurns()
  private let values: [(Float, Float)]

  private init() {
    values = (0..<TurnGrid.turns).map { turn in
      (Float(music_sine(Double(turn) / 64 + 0.25)), Float(music_sine(Double(turn) / 64)))
    }
  }

  subscript(_ turn: UInt8) -> (cosine: Float, sine: Float) { values[Int(turn)] }

  /// Turns the bands of spectra; `direction` is 1, or -1 for the way back.
  static func apply(
    _ turns: [[UInt8]], _ segments: [Tiling.Segment], _ first: UnsafeMutablePointer<Float>,
    _ second: UnsafeMutablePointer<Float>, direction: Float
  ) {
    for segment in segments {
      let stripe = turns[segment.start / TurnGrid.stripe]
      for band in 0..<TurnGrid.bands {
        let (cosine, sine) = shared[stripe[band]]
        let range = TurnGrid.range(band, size: segment.size)
        let offset = segment.offset + range.lowerBound
        music_turn(first + offset, second + offset, Int32(range.count), cosine, sine * direction)
      }
    }
  }
}
