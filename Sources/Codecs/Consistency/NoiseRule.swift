/// How much of the noise of a law is heard: docs/consistency.md, section 5.
///
/// In every cell, a band in a frame, noise fills up to a share of the energy that the law expects there.
struct NoiseRule {
  /// Energies by cell, [frames, bands]: of the center, and of what the law does not know.
  private let known, unknown: [Float]
  private let law: ChunkLaw
  /// Deviations of what the law does not know, [frames, hop].
  private let spread: [Float]

  /// - Parameter before: the spread of the last frame of the chunk before, [hop]. Chunks know nothing of one another's
  ///   envelope, which would jump: the first frame has geometric means with it.
  init(_ law: ChunkLaw, before: ArraySlice<Float>?) {
    self.law = law
    var spread = law.spread
    for (bin, deviation) in (before ?? []).enumerated() {
      spread[bin] = (spread[bin] * deviation).squareRoot()
    }
    self.spread = spread
    let bands = ChunkShape.bands
    let centers = ChunkShape.bandSums(
      law.center.map { $0 * $0 }, bins: ChunkShape.fine, bands: ChunkShape.fineBands)
    known = (0..<ChunkShape.frames * bands).map { cell in
      let (frame, band) = (cell / bands, cell % bands)
      return band < ChunkShape.fineBands ? centers[frame * ChunkShape.fineBands + band] : 0
    }
    unknown = ChunkShape.bandSums(spread.map { $0 * $0 }, bins: ChunkShape.hop, bands: bands)
  }

  /// Coefficients [frames, hop] with noise of variance one of the same shape; nil: the center alone.
  func coefficients(noise: [Float]?, fill: [Float]) -> [Float] {
    let (bands, hop, fine) = (ChunkShape.bands, ChunkShape.hop, ChunkShape.fine)
    var result = [Float](repeating: 0, count: ChunkShape.frames * hop)
    for frame in 0..<ChunkShape.frames {
      for bin in 0..<fine { result[frame * hop + bin] = law.center[frame * fine + bin] }
    }
    guard let noise else { return result }
    for frame in 0..<ChunkShape.frames {
      for band in 0..<bands {
        let (known, unknown) = (known[frame * bands + band], unknown[frame * bands + band])
        let missing = max(0, fill[band] * (known + unknown) - known)
        let gain = (missing / max(unknown, 1e-12)).squareRoot()
        for place in frame * hop + ChunkShape.edges[band]..<frame * hop + ChunkShape.edges[band + 1] {
          result[place] += gain * spread[place] * noise[place]
        }
      }
    }
    return result
  }

  /// Roots of the expected mean squares of the cells, [frames, bands].
  var levels: [Float] {
    known.indices.map { cell in
      ((known[cell] + unknown[cell]) / Float(ChunkShape.widths[cell % ChunkShape.bands])).squareRoot()
    }
  }
}
