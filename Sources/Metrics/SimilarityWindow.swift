/// The sliding window of SSIM: an 11 x 11 Gaussian of deviation 1.5, in the positions where it fits whole.
///
/// Wang, Bovik, Sheikh, Simoncelli, "Image quality assessment: from error visibility to structural similarity",
/// 2004, with K1 = 0.01 and K2 = 0.03.
struct SimilarityWindow {
  static let taps = 11
  /// Local moments SSIM is made of: the means of x, y, x² + y² and xy.
  private static let momentCount = 4
  /// The first six weights; the window is symmetric.
  private static let weights: [Double] = {
    let half = (0...taps / 2).map { index in
      let distance = Double(index - taps / 2) / 1.5
      return Elementary.exponential(-distance * distance / 2)
    }
    let sum = 2 * half.dropLast().reduce(0, +) + half.last!
    return half.map { $0 / sum }
  }()

  /// What SSIM and MS-SSIM take from one scale of one channel.
  struct Means {
    /// Mean of luminance · contrast · structure: SSIM.
    let similarity: Double
    /// Mean of contrast · structure alone.
    let structure: Double
  }

  /// The means over two planes of `width` x `height` samples up to `peak`; both sides are at least `taps`.
  ///
  /// Every row is filtered along x once and kept while the window needs it; along y the last 11 are joined. All
  /// in doubles, so that the variance, a difference of large numbers, is exact to about 1e-15 of the squared peak.
  static func means(
    _ x: UnsafeBufferPointer<Float>, _ y: UnsafeBufferPointer<Float>, width: Int, height: Int, peak: Double
  ) -> Means {
    precondition(width >= taps && height >= taps && x.count == width * height && y.count == x.count)
    let count = width - taps + 1
    var sums = (similarity: 0.0, structure: 0.0)
    withUnsafeTemporaryAllocation(
      of: Double.self, capacity: momentCount * (width + (taps + 1) * count)
    ) { memory in
      let moments = memory.baseAddress!
      let filtered = moments + momentCount * width
      let joined = filtered + momentCount * taps * count
      for row in 0..<height {
        fill(moments, x: x.baseAddress! + row * width, y: y.baseAddress! + row * width, width: width)
        for moment in 0..<momentCount {
          let source = UnsafePointer(moments + moment * width)
          let slot = filtered + (moment * taps + row % taps) * count
          blend({ source + $0 }, into: slot, count: count)
        }
        guard row >= taps - 1 else { continue }
        for moment in 0..<momentCount {
          let ring = UnsafePointer(filtered + moment * taps * count)
          blend({ ring + (row + 1 + $0) % taps * count }, into: joined + moment * count, count: count)
        }
        let means = sum(joined, count: count, peak: peak)
        sums.similarity += means.similarity
        sums.structure += means.structure
      }
    }
    let positions = Double(count * (height - taps + 1))
    return Means(similarity: sums.similarity / positions, structure: sums.structure / positions)
  }

  /// One row of the four moments, `width` apart.
  private static func fill(
    _ moments: UnsafeMutablePointer<Double>, x: UnsafePointer<Float>, y: UnsafePointer<Float>, width: Int
  ) {
    for column in 0..<width {
      let (a, b) = (Double(x[column]), Double(y[column]))
      moments[column] = a
      moments[width + column] = b
      moments[2 * width + column] = a * a + b * b
      moments[3 * width + column] = a * b
    }
  }

  /// The weighted sum of 11 rows of `count` values, where `row(k)` is the k-th.
  private static func blend(
    _ row: (Int) -> UnsafePointer<Double>, into result: UnsafeMutablePointer<Double>, count: Int
  ) {
    let center = row(taps / 2)
    let weight = weights[taps / 2]
    for index in 0..<count { result[index] = weight * center[index] }
    // Pair by pair: loops over three rows stay simple enough to be vectorised.
    for tap in 0..<taps / 2 {
      let (first, second, weight) = (row(tap), row(taps - 1 - tap), weights[tap])
      for index in 0..<count { result[index] += weight * (first[index] + second[index]) }
    }
  }

  /// The sums of similarity and structure over one row of local moments, `count` apart.
  private static func sum(
    _ moments: UnsafePointer<Double>, count: Int, peak: Double
  ) -> (similarity: Double, structure: Double) {
    let c1 = (0.01 * peak) * (0.01 * peak)
    let c2 = (0.03 * peak) * (0.03 * peak)
    var sums = (similarity: 0.0, structure: 0.0)
    for index in 0..<count {
      let (meanX, meanY) = (moments[index], moments[count + index])
      let product = meanX * meanY
      let squares = meanX * meanX + meanY * meanY
      let variances = moments[2 * count + index] - squares
      let covariance = moments[3 * count + index] - product
      let structure = (2 * covariance + c2) / (variances + c2)
      sums.structure += structure
      sums.similarity += (2 * product + c1) / (squares + c1) * structure
    }
    return sums
  }
}
