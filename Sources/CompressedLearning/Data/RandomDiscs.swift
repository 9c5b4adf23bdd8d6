import Bytes

/// Pictures of discs that cover one another, of all sizes, each with a slope of its own ("dead leaves"): edges, areas and
/// colours much as in photographs, from a seed.
enum RandomDiscs {
  private static let discs = 300

  /// RGB samples of a square.
  static func picture(side: Int, random: inout SplitMix64) -> [UInt8] {
    var samples = [UInt8](repeating: 0, count: 3 * side * side)
    for _ in 0..<discs {
      // Radii as 1 / u: as many discs in every octave of sizes.
      let radius = min(3 * 1024 / Int.random(in: 31...1055, using: &random), side / 2)
      let (x, y) = (Int.random(in: 0..<side, using: &random), Int.random(in: 0..<side, using: &random))
      let grey = Int.random(in: 0...255, using: &random)
      let colour = (0..<3).map { _ in grey + Int.random(in: -40...40, using: &random) }
      let slope = (Int.random(in: -4...4, using: &random), Int.random(in: -4...4, using: &random))
      for row in max(0, y - radius)..<min(side, y + radius) {
        for column in max(0, x - radius)..<min(side, x + radius) {
          let (dx, dy) = (column - x, row - y)
          guard dx * dx + dy * dy < radius * radius else { continue }
          for channel in 0..<3 {
            samples[3 * (row * side + column) + channel] = UInt8(
              clamping: colour[channel] + (slope.0 * dx + slope.1 * dy) / 8)
          }
        }
      }
    }
    for index in samples.indices {
      samples[index] = UInt8(clamping: Int(samples[index]) + Int.random(in: -4...4, using: &random))
    }
    return samples
  }

  /// RGB samples of a square, mirrored left to right.
  static func mirrored(_ samples: [UInt8]) -> [UInt8] {
    let side = Int(Double(samples.count / 3).squareRoot())
    var result = samples
    for row in 0..<side {
      for column in 0..<side {
        for channel in 0..<3 {
          result[3 * (row * side + column) + channel] =
            samples[3 * (row * side + side - 1 - column) + channel]
        }
      }
    }
    return result
  }
}
