/// Sizes of the chunks of the consistency codec: docs/consistency.md, section 1.
enum ChunkShape {
  /// Frames of a sound in a second, and those of a frame of coefficients.
  static let rate = 44_100
  static let hop = 1024
  /// Of coefficients in a chunk.
  static let frames = 32
  static let samples = hop * frames
  /// Samples of full scale are -unit to unit.
  static let unit: Float = 128
  /// Added to every mean square before its logarithm.
  static let floor: Float = 1e-5

  /// Bands of the envelope, in coefficients.
  static let edges = [
    0, 4, 8, 12, 16, 20, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384, 512, 640,
    800,
    1024,
  ]
  static let bands = edges.count - 1
  static let widths = zip(edges, edges.dropFirst()).map { $1 - $0 }
  static let bandOfBin: [Int] = widths.indices.flatMap { [Int](repeating: $0, count: widths[$0]) }

  /// The first coefficients of a frame, which are seen one by one; their bands; and the bands above.
  static let fine = 192
  static let fineBands = 17
  static let upperBands = bands - fineBands
  /// Those that the anchor covers.
  static let anchored = 72

  /// Scalars of a chunk of mid: the anchor's, then the envelope's.
  static let anchor = 384
  static let envelope = 128
  static let scalars = anchor + envelope
  /// Of side.
  static let sideScalars = 24
  /// Times in a chunk at which the fine profile is given.
  static let halves = 2
  static let bandEntries = frames * bands
  static let entries = bandEntries + halves * fine

  /// Coefficients of a patch; rows of patches, those that hold the anchor, and those of two upper bands each.
  static let patch = 16
  static let rows = fine / patch
  static let anchorRows = 5
  static let upperRows = upperBands / 2
  /// Summary tokens, and the scalars of each.
  static let summaries = 8
  static let each = scalars / summaries

  /// What both exponents and logarithms of energies are held to.
  static let loudest: Float = 15

  /// Sums over the bins of the first `bands` bands of frames of `bins` numbers each.
  static func bandSums(_ values: [Float], bins: Int, bands: Int) -> [Float] {
    var sums: [Float] = []
    sums.reserveCapacity(values.count / bins * bands)
    values.withUnsafeBufferPointer { values in
      for start in stride(from: 0, to: values.count, by: bins) {
        for band in 0..<bands {
          var sum: Float = 0
          for bin in start + edges[band]..<start + edges[band + 1] { sum += values[bin] }
          sums.append(sum)
        }
      }
    }
    return sums
  }

  /// `bandSums` over the widths of the bands.
  static func bandMeans(_ values: [Float], bins: Int, bands: Int) -> [Float] {
    var means = bandSums(values, bins: bins, bands: bands)
    for index in means.indices { means[index] /= Float(widths[index % bands]) }
    return means
  }
}
