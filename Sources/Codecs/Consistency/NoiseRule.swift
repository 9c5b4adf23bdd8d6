/// How much of the noise of a law is heard: docs/consistency.md, section 5.
///
/// In every cell, a band in a frame, noise fills up to a share of the energy that the law expects there.
struct NoiseRule {
  /// Energies by cell, [frames, bands], of what is known and of what is not: by the law alone, and with all there is.
  private let law, all: (known: [Float], unknown: [Float])
  /// What is known, and deviations of what is not, [frames, hop].
  private let center, spread: [Float]

  /// - Parameters:
  ///   - before: the spread of the last frame of the chunk before, [hop]. Chunks know nothing of one another's envelope, which
  ///     would jump: the first frame has geometric means with it.
  ///   - waveform: what is known beside the law.
  init(_ law: ChunkLaw, before: ArraySlice<Float>?, waveform: WaveformPart? = nil) {
    var spread = law.spread
    for (bin, deviation) in (before ?? []).enumerated() {
      spread[bin] = (spread[bin] * deviation).squareRoot()
    }
    var center = law.coefficients
    func energies(_ values: [Float]) -> [Float] {
      ChunkShape.bandSums(values.map { $0 * $0 }, bins: ChunkShape.hop, bands: ChunkShape.bands)
    }
    self.law = (energies(center), energies(spread))
    if let waveform {
      for place in center.indices {
        center[place] += waveform.coefficients[place]
        spread[place] = waveform.deviation(spread[place], at: place)
      }
    }
    all = waveform == nil ? self.law : (energies(center), energies(spread))
    (self.center, self.spread) = (center, spread)
  }

  /// Coefficients [frames, hop] with noise of variance one of the same shape; nil: the center alone.
  func coefficients(noise: [Float]?, fill: [Float]) -> [Float] {
    guard let noise else { return center }
    let (bands, hop) = (ChunkShape.bands, ChunkShape.hop)
    var result = center
    for frame in 0..<ChunkShape.frames {
      for band in 0..<bands {
        let cell = frame * bands + band
        let gain = gain(cell, fill: fill[band])
        for place in frame * hop + ChunkShape.edges[band]..<frame * hop + ChunkShape.edges[band + 1] {
          result[place] += gain * spread[place] * noise[place]
        }
      }
    }
    return result
  }

  /// Whether a waveform layer tells anything of a band.
  func isTold(_ band: Int) -> Bool {
    stride(from: band, to: all.known.count, by: ChunkShape.bands).contains { all.known[$0] != law.known[$0] }
  }

  /// What is known of a band's energy.
  func known(of band: Int) -> Float {
    stride(from: band, to: all.known.count, by: ChunkShape.bands).reduce(0) { $0 + all.known[$1] }
  }

  /// What is expected of a band with noise up to a share.
  func energy(of band: Int, fill: Float) -> Float {
    stride(from: band, to: law.known.count, by: ChunkShape.bands).reduce(0) { sum, cell in
      let gain = gain(cell, fill: fill)
      return sum + all.known[cell] + gain * gain * all.unknown[cell]
    }
  }

  /// Of the noise of a cell.
  private func gain(_ cell: Int, fill: Float) -> Float {
    let wanted = fill * (law.known[cell] + law.unknown[cell])
    // What is left open beside the waveform is no louder than the law alone would have it.
    return min(
      Self.gain(wanted - all.known[cell], all.unknown[cell]),
      Self.gain(wanted - law.known[cell], law.unknown[cell]))
  }

  private static func gain(_ missing: Float, _ unknown: Float) -> Float {
    (max(0, missing) / max(unknown, 1e-12)).squareRoot()
  }

  /// Roots of the expected mean squares of the cells, [frames, bands], by factors of the energies of bands.
  func levels(_ factors: [Float]) -> [Float] {
    law.known.indices.map { cell in
      let band = cell % ChunkShape.bands
      return (factors[band] * (law.known[cell] + law.unknown[cell]) / Float(ChunkShape.widths[band]))
        .squareRoot()
    }
  }
}
