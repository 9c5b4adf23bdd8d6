/// Gray samples to one centred float plane and back: plane = (gray - 128) * sqrt(3).
///
/// The gain makes a gray picture as strong as the luma of an RGB picture whose channels are equal. Scale,
/// clamping and rounding are those of `ColourTransform`.
public enum GrayTransform {
  private static let gain: Float = 1.7320508
  private static let inverseGain: Float = 0.57735026

  /// Fills a plane of the size of the picture from the first sample of every pixel.
  public static func centre<Sample: ColourSample>(
    _ picture: InterleavedView<Sample>, into plane: PlaneView<Float>
  ) {
    precondition(picture.width == plane.width && picture.height == plane.height, "sizes differ")
    for y in 0..<picture.height {
      Sample.centre(
        picture.row(y), pixelStride: picture.pixelStride, count: picture.width, gain: gain, into: plane.row(y)
      )
    }
  }

  /// The inverse of `centre`: fills the first sample of every pixel.
  public static func uncentre<Sample: ColourSample>(
    _ plane: PlaneView<Float>, into picture: InterleavedView<Sample>
  ) {
    precondition(picture.width == plane.width && picture.height == plane.height, "sizes differ")
    for y in 0..<picture.height {
      Sample.uncentre(
        plane.row(y), count: picture.width, gain: inverseGain, into: picture.row(y),
        pixelStride: picture.pixelStride)
    }
  }
}
