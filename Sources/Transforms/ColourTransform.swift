/// An orthonormal rotation of RGB about mid-gray, to centred float planes and back.
///
/// Planes are on the scale of 8-bit samples whatever the depth of the picture: a 16-bit sample counts
/// 255 / 65535. Going back, the centre is added, values are clamped to the range of the sample and rounded to
/// the nearest, ties to even; not-a-number gives 0. All results are the same bits at any SIMD level.
public struct ColourTransform: Sendable {
  /// Nine values, row by row; each row makes one plane from (red, green, blue) - 128.
  public let rotation: [Float]

  /// - Parameter rotation: An orthonormal 3 x 3 matrix, row by row; its transpose serves as its inverse.
  public init(rotation: [Float]) {
    precondition(rotation.count == 9, "a rotation has nine values")
    for a in 0..<3 {
      for b in 0...a {
        let product = (0..<3).reduce(Float(0)) { $0 + rotation[3 * a + $1] * rotation[3 * b + $1] }
        precondition(abs(product - (a == b ? 1 : 0)) < 1e-4, "a rotation must be orthonormal")
      }
    }
    self.rotation = rotation
  }

  /// Fills three planes of the size of the picture.
  public func rotate<Sample: ColourSample>(
    _ picture: InterleavedView<Sample>, into planes: ColourPlanes<PlaneView<Float>>
  ) {
    check(picture, planes)
    for y in 0..<picture.height {
      Sample.rotate(
        picture.row(y), pixelStride: picture.pixelStride, count: picture.width, matrix: rotation,
        into: planes.map { $0.row(y) })
    }
  }

  /// The inverse of `rotate`: fills the first three samples of every pixel.
  public func unrotate<Sample: ColourSample>(
    _ planes: ColourPlanes<PlaneView<Float>>, into picture: InterleavedView<Sample>
  ) {
    check(picture, planes)
    for y in 0..<picture.height {
      Sample.unrotate(
        planes.map { $0.row(y) }, count: picture.width, matrix: rotation, into: picture.row(y),
        pixelStride: picture.pixelStride)
    }
  }

  private func check<Sample>(
    _ picture: InterleavedView<Sample>, _ planes: ColourPlanes<PlaneView<Float>>
  ) {
    precondition(picture.pixelStride >= 3, "colour pixels have at least three samples")
    for plane in planes.all {
      precondition(
        plane.width == picture.width && plane.height == picture.height,
        "a plane of another size than its picture")
    }
  }
}
