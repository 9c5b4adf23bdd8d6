/// Triangles over the frequencies of a transform, evenly spaced on the mel scale 1127 · ln(1 + f / 700) between 0 Hz
/// and the highest frequency: one for each band, rising from the middle of the band below and falling to that above.
struct MelFilters {
  /// The frequencies of each band that count, and their weights.
  let bands: [(first: Int, weights: [Float])]

  init(count: Int, size: Int, sampleRate: Int, highest: Double) {
    let top = Elementary.logarithm(1 + highest / 700)
    let edges = (0..<count + 2).map { index in
      700 * (Elementary.exponential(top * Double(index) / Double(count + 1)) - 1)
    }
    bands = (0..<count).map { band in
      let (low, middle, high) = (edges[band], edges[band + 1], edges[band + 2])
      let weights = (0...size / 2).map { bin -> Float in
        let frequency = Double(bin) * Double(sampleRate) / Double(size)
        return Float(max(0, min((frequency - low) / (middle - low), (high - frequency) / (high - middle))))
      }
      let first = weights.firstIndex { $0 > 0 } ?? 0
      let last = weights.lastIndex { $0 > 0 } ?? -1
      return (first, Array(weights[first..<max(first, last + 1)]))
    }
  }
}
