import Bytes

extension Planes {
  /// Exponents of the five scales, finest first. Wang, Simoncelli, Bovik, "Multiscale structural similarity for
  /// image quality assessment", 2003.
  private static let scaleExponents = [0.0448, 0.2856, 0.3001, 0.2363, 0.1333]

  /// The smallest side MS-SSIM takes: the window still fits after four halvings.
  public static let smallestMultiScaleSide = SimilarityWindow.taps << (scaleExponents.count - 1)

  /// Structural similarity, at most 1: the mean over the colour channels of the mean over all positions of an
  /// 11 x 11 Gaussian window of deviation 1.5 (no padding, K1 0.01, K2 0.03). Opacity is left out. Nil when a side
  /// is below 11. Symmetric.
  ///
  /// Throws `invalidParameter` when the pictures differ in size, channels or peak.
  public func ssim(against reference: Planes) throws(CodecError) -> Double? {
    try checkComparable(with: reference)
    guard min(width, height) >= SimilarityWindow.taps else { return nil }
    return meanOverColor(with: reference) { x, y in
      SimilarityWindow.means(x, y, width: width, height: height, peak: Double(peak)).similarity
    }
  }

  /// Multi-scale structural similarity over five scales, each the 2 x 2 mean of the one before: the mean over the
  /// colour channels of the product of contrast and structure at the first four and SSIM at the last, each raised
  /// to its exponent and not below 1e-6 before. Opacity is left out. Nil when a side is below 176. Symmetric.
  ///
  /// Throws `invalidParameter` when the pictures differ in size, channels or peak.
  public func multiScaleSSIM(against reference: Planes) throws(CodecError) -> Double? {
    try checkComparable(with: reference)
    guard min(width, height) >= Self.smallestMultiScaleSide else { return nil }
    return meanOverColor(with: reference) { x, y in
      multiScaleSimilarity(x, y, width: width, height: height, scale: 0)
    }
  }

  /// The product over this scale and all coarser ones.
  private func multiScaleSimilarity(
    _ x: UnsafeBufferPointer<Float>, _ y: UnsafeBufferPointer<Float>, width: Int, height: Int, scale: Int
  ) -> Double {
    let means = SimilarityWindow.means(x, y, width: width, height: height, peak: Double(peak))
    let isLast = scale == Self.scaleExponents.count - 1
    let factor = Elementary.power(
      max(isLast ? means.similarity : means.structure, 1e-6), Self.scaleExponents[scale])
    if isLast { return factor }
    let halfX = Self.halved(x, width: width, height: height)
    let halfY = Self.halved(y, width: width, height: height)
    let coarser = halfX.withUnsafeBufferPointer { x in
      halfY.withUnsafeBufferPointer { y in
        multiScaleSimilarity(x, y, width: width / 2, height: height / 2, scale: scale + 1)
      }
    }
    return factor * coarser
  }

  /// The mean of every 2 x 2 samples; an odd last row or column is dropped. Exact: four halvings add 8 bits to
  /// the 16 of a sample, a `Float` holds 24.
  private static func halved(_ plane: UnsafeBufferPointer<Float>, width: Int, height: Int) -> [Float] {
    let (halfWidth, halfHeight) = (width / 2, height / 2)
    return [Float](unsafeUninitializedCapacity: halfWidth * halfHeight) { result, count in
      for row in 0..<halfHeight {
        let upper = 2 * row * width
        for column in 0..<halfWidth {
          let index = upper + 2 * column
          let sum = (plane[index] + plane[index + 1]) + (plane[index + width] + plane[index + width + 1])
          result.initializeElement(at: row * halfWidth + column, to: sum / 4)
        }
      }
      count = halfWidth * halfHeight
    }
  }

  /// The mean of a figure over the planes of colour.
  private func meanOverColor(
    with reference: Planes, _ figure: (UnsafeBufferPointer<Float>, UnsafeBufferPointer<Float>) -> Double
  ) -> Double {
    let size = width * height
    let sum = values.withUnsafeBufferPointer { x in
      reference.values.withUnsafeBufferPointer { y in
        (0..<colorCount).reduce(0.0) { sum, channel in
          let plane = channel * size..<(channel + 1) * size
          return sum + figure(.init(rebasing: x[plane]), .init(rebasing: y[plane]))
        }
      }
    }
    return sum / Double(colorCount)
  }
}
