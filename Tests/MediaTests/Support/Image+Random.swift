import Media
import TestSupport

extension Image {
  /// Every sample drawn from the full range.
  static func random(_ width: Int, _ height: Int, _ channels: Channels, depth: Int, seed: UInt64 = 1) -> Image
  {
    var random = SeededRandom(seed)
    let count = width * height * channels.rawValue
    let samples: Samples =
      depth == 16
      ? .sixteen((0..<count).map { _ in .random(in: 0...UInt16.max, using: &random) })
      : .eight((0..<count).map { _ in .random(in: 0...UInt8.max, using: &random) })
    return Image(width: width, height: height, channels: channels, samples: samples)
  }

  /// Odd sizes, with single pixels, rows and columns, in every kind of pixel.
  static let assortment: [Image] = Channels.allCases.flatMap { channels in
    [8, 16].flatMap { depth in
      [(1, 1), (1, 7), (7, 1), (17, 3), (64, 65)].map { width, height in
        random(width, height, channels, depth: depth, seed: UInt64(width * height + depth))
      }
    }
  }
}
