import Bytes
import Codecs
import Media

/// Latents of the mirrored picture from those of the picture, as well as that goes.
///
/// A mirrored picture has other latents, not the same ones in another order: the filters of the packet are symmetric about
/// pixels, and mirroring a width that is a multiple of the grid moves every filter by all but one of the pixels of a
/// position, so that bands mix with their neighbours. What is left of it is linear: reversed columns, then a sum over three
/// columns and all channels, fitted by least squares to pictures of random discs that the model analyses both ways. Of
/// `latent-16x` it explains 92 to 100 % of the variance of nine of the channels, and of the channels 8, 11 and 12 some 76, 51
/// and 68 %; reversed columns alone explain nothing of half of them.
public struct LatentFlip: Sendable {
  /// Row-major [channels, 3, channels]: weights of the reversed columns before, at and after a column.
  let weights: [Float]
  let channels: Int
  /// The share of the variance of each channel that is explained, on the pictures of the fit.
  public let explained: [Double]

  /// Pictures that are analysed, and their side.
  private static let pictures = 12
  private static let side = 256
  /// Fine, so that rounding does not count.
  private static let step: Float = 2

  /// - Parameters:
  ///   - model: one with a uniform grid; else nil.
  ///   - channels: the first channels, 1 to those of the model.
  public init?(model: Model, channels: Int) {
    guard case .uniform = model.grid, (1...model.channels).contains(channels) else { return nil }
    Matrix.useOneThread()
    let codec = WaveletImageCodec(model: model)
    var random = SplitMix64(seed: 1)
    var sums = LeastSquares(inputs: 3 * channels, outputs: channels)
    for _ in 0..<Self.pictures {
      let picture = RandomDiscs.picture(side: Self.side, random: &random)
      let pair = [picture, RandomDiscs.mirrored(picture)].map { picture -> LatentArray? in
        let image = Image(width: Self.side, height: Self.side, channels: .rgb, samples: .eight(picture))
        guard let latents = try? codec.analyze(image, .init(step: Self.step, rateWeight: 0)) else {
          return nil
        }
        let plane = latents.shape[1] * latents.shape[2]
        return LatentArray(
          channels: channels, height: latents.shape[1], width: latents.shape[2],
          symbols: Array(latents.symbols.prefix(channels * plane)), step: latents.step)
      }
      guard let first = pair[0]?.reversed, let second = pair[1] else { return nil }
      for row in 0..<first.height {
        for column in 1..<first.width - 1 {
          sums.add(
            Self.inputs(first, row: row, column: column), Self.column(second, row: row, column: column))
        }
      }
    }
    guard let solution = sums.solution() else { return nil }
    weights = solution.map { Float($0) }
    explained = sums.explained(solution)
    self.channels = channels
  }

  private static func inputs(_ array: LatentArray, row: Int, column: Int) -> [Double] {
    (column - 1...column + 1).flatMap { Self.column(array, row: row, column: $0) }
  }

  private static func column(_ array: LatentArray, row: Int, column: Int) -> [Double] {
    (0..<array.channels).map { Double(array.symbols[($0 * array.height + row) * array.width + column]) }
  }

  /// The array of the mirrored picture, rounded. Traps for another number of channels.
  public func callAsFunction(_ array: LatentArray) -> LatentArray {
    precondition(array.channels == channels, "an array of other channels")
    let source = array.reversed
    let (rows, width, plane) = (array.channels * array.height, array.width, array.height * array.width)
    var taps = [Float](repeating: 0, count: 3 * array.count)
    for tap in 0..<3 {
      for row in 0..<rows {
        for column in 0..<width {
          let from = min(max(column + tap - 1, 0), width - 1)
          taps[(tap * rows + row) * width + column] = Float(source.symbols[row * width + from])
        }
      }
    }
    var sums = [Float](repeating: 0, count: array.count)
    Matrix.multiply(
      weights, taps, into: &sums, rows: channels, columns: plane, inner: 3 * channels,
      strides: (3 * channels, plane, plane))
    var result = array
    result.symbols = sums.map { Int16(clamping: Int($0.rounded())) }
    return result
  }
}
