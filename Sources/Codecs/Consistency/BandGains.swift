/// How much more or less noise the bands of a pair get than their law expects, for spans of chunks: docs/consistency.md,
/// section 5. Latents tell energies that the networks know; music that is unlike what they learned would come out too quiet.
enum BandGains {
  /// Chunks of a span: 6 seconds.
  static let chunks = 8
  /// Half decibels.
  static let range = -24...24
  /// What noise aims at, in decibels, below 1.7 kHz and above: a little less than there was is nearer to it by ear and in
  /// log spectra. Of all there was in a band, or, where a waveform layer tells anything of it, of what that leaves.
  private static let (low, high): (Float, Float) = (-0.8, -1)
  private static let lowBesideLayer: Float = -2
  private static let lowBands = 12
  /// Added to energies that are compared: silence has no level.
  private static let floor: Float = 1e-3

  static func spans(of chunks: Int) -> Int { (chunks + Self.chunks - 1) / Self.chunks }

  /// Factors of energies for gains.
  static func factors(_ gains: [Int8]) -> [Float] {
    exponentials(of: gains.map { Float($0) * (0.05 * 2.302_585_1) })
  }

  /// Gains of a span for what its chunks are, [frames, hop] each, and what is decoded of them.
  static func chosen(_ frames: ArraySlice<[Float]>, _ rules: ArraySlice<NoiseRule>, fill: [Float]) -> [Int8] {
    var energies = [Float](repeating: 0, count: ChunkShape.bands)
    for chunk in frames {
      let sums = ChunkShape.bandSums(chunk.map { $0 * $0 }, bins: ChunkShape.hop, bands: ChunkShape.bands)
      for (cell, sum) in sums.enumerated() { energies[cell % ChunkShape.bands] += sum }
    }
    let factors = Self.factors(range.map { Int8($0) })
    return energies.indices.map { band in
      let isTold = rules.contains { $0.isTold(band) }
      let known = isTold ? min(energies[band], rules.reduce(0) { $0 + $1.known(of: band) }) : 0
      let decibels = band >= lowBands ? high : isTold ? lowBesideLayer : low
      let goal = known + (energies[band] - known) * exponentials(of: [decibels * 0.230_258_51])[0] + floor
      func error(_ gain: Int) -> Float {
        let share = fill[band] * factors[gain - range.lowerBound]
        let energy = rules.reduce(floor) { $0 + $1.energy(of: band, fill: share) }
        return max(goal / energy, energy / goal)
      }
      // Energy only rises with a gain, but not at once: none is added while a cell wants no more than is known.
      var (gain, least) = (0, error(0))
      for direction in [1, -1] {
        var next = direction
        while range.contains(next) {
          let difference = error(next)
          guard difference <= least else { break }
          if difference < least { (gain, least) = (next, difference) }
          next += direction
        }
      }
      return Int8(gain)
    }
  }
}
