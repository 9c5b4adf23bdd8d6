import CKernels
import EntropyCoding

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// How an encoder chooses the steps of bands: louder and wider bands get larger ones, so that noise hides where hearing masks it.
struct HearingRule {
  /// Logarithm to the base of two of the factor before all steps.
  let factor: Float

  /// Steps go with these powers of the magnitudes of a band and of its width.
  private static let magnitudePower: Float = 0.4
  private static let widthPower: Float = 0.4
  /// No step is more than this many times the magnitudes of its band, as a power of two: levels of noise go no lower.
  private static let cap: Float = 3
  private static let silence: Float = 1e-13
  /// A step stays as long as the one wished for is no further off, in powers of the root of two.
  private static let inertia: Float = 0.9

  static let bands = HearingSide.bands
  static let widths = (0..<bands).map { Int(hearing_edge(Int32($0 + 1)) - hearing_edge(Int32($0))) }
  private static let widthTerms = widths.map { widthPower * log2f(Float($0) / 8) }

  /// - Parameter step: what all steps go with.
  init(step: Float) { factor = log2f(step) }

  /// Steps as powers of two, not rounded nor capped, for mean squares by band.
  func logarithms(_ squares: ArraySlice<Float>) -> [Float] {
    zip(squares, Self.widthTerms).map { square, width in
      factor + Self.magnitudePower * 0.5 * log2f(square + Self.silence) + width
    }
  }

  /// The steps of blocks whose mean squares are given, [blocks][bands] both.
  func steps(_ squares: [Float]) -> [Int8] {
    let bands = Self.bands
    let blocks = squares.count / bands
    var steps = [Int8](repeating: 0, count: squares.count)
    for block in 0..<blocks {
      let row = block * bands..<(block + 1) * bands
      let before = block == 0 ? row : row.lowerBound - bands..<row.lowerBound
      let after = block == blocks - 1 ? row : row.upperBound..<row.upperBound + bands
      let smooth = zip(zip(squares[before], squares[after]), squares[row]).map {
        0.25 * ($0.0 + $0.1) + 0.5 * $1
      }
      for (band, wished) in logarithms(smooth[...]).enumerated() {
        let here = row.lowerBound + band
        let capped = min(wished, 0.5 * log2f(squares[here] + Self.silence) + Self.cap)
        let known = block == 0 ? Float.infinity : Float(steps[here - bands])
        let step = abs(2 * capped - known) <= Self.inertia ? known : (2 * capped).rounded()
        steps[here] = Int8(
          min(max(step, Float(HearingSide.steps.lowerBound)), Float(HearingSide.steps.upperBound)))
      }
    }
    return steps
  }

  /// Mean squares by band of the louder one of the spectra of a block.
  static func meanSquares(_ spectra: [UnsafePointer<Float>], segments: Int) -> [Float] {
    var loudest = [Float](repeating: 0, count: bands)
    var sums = loudest
    for spectrum in spectra {
      hearing_energies(spectrum, Int32(segments), &sums)
      for band in 0..<bands { loudest[band] = max(loudest[band], sums[band] / Float(widths[band])) }
    }
    return loudest
  }

  /// The level of noise whose mean square, in squared steps, is given.
  static func level(_ meanSquare: Float) -> UInt8 {
    guard meanSquare > 0 else { return 0 }
    // Coefficients below 0.6 steps became zero; noise of all their energy is heard as too much.
    let level = Float(HearingSide.loudest) + 2 * log2f(meanSquare.squareRoot() * 0.85 / 0.6)
    return UInt8(min(max(level.rounded(), 0), Float(HearingSide.loudest)))
  }
}
