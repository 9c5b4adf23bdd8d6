/// A rectangle of samples in memory that somebody else owns: the currency of the kernels.
///
/// A view neither retains nor frees its memory, and it may be sent to other threads; whoever makes one keeps the
/// memory alive and lets no two threads write to the same samples.
public struct PlaneView<Sample>: @unchecked Sendable {
  /// The sample at the top left.
  public let base: UnsafeMutablePointer<Sample>
  /// Samples in a row.
  public let width: Int
  /// Rows.
  public let height: Int
  /// Samples from the start of a row to the start of the next one, at least `width`.
  public let stride: Int

  /// A view of `height` rows of `width` samples that start `stride` samples apart, `width` unless given.
  public init(_ base: UnsafeMutablePointer<Sample>, width: Int, height: Int, stride: Int? = nil) {
    precondition(width >= 0 && height >= 0 && stride ?? width >= width, "a plane of impossible size")
    self.base = base
    self.width = width
    self.height = height
    self.stride = stride ?? width
  }

  /// The part of the plane in a rectangle that lies within it.
  public func subplane(x: Int, y: Int, width: Int, height: Int) -> PlaneView {
    precondition(x >= 0 && y >= 0 && width >= 0 && height >= 0, "a rectangle of impossible size")
    precondition(x + width <= self.width && y + height <= self.height, "a rectangle outside its plane")
    return PlaneView(base + (y * stride + x), width: width, height: height, stride: stride)
  }

  /// The part of the plane that a subband occupies.
  public func subplane(_ band: Subband) -> PlaneView {
    subplane(x: band.x, y: band.y, width: band.width, height: band.height)
  }

  /// The first sample of row `y`.
  public func row(_ y: Int) -> UnsafeMutablePointer<Sample> {
    precondition(y >= 0 && y < height, "a row outside its plane")
    return base + y * stride
  }

  /// Copies the samples of a plane of the same size that does not overlap this one.
  public func copy(from other: PlaneView) {
    precondition(width == other.width && height == other.height, "planes of different size")
    for y in 0..<height { row(y).update(from: other.row(y), count: width) }
  }
}

extension Array {
  /// Runs `body` on this array seen as a plane of `height` rows of `width` samples.
  func withPlaneCopy(width: Int, height: Int, _ body: (PlaneView<Element>) -> Void) -> [Element] {
    precondition(width >= 0 && height >= 0 && count == width * height, "a plane of the wrong size")
    var copy = self
    copy.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress, !buffer.isEmpty else { return }
      body(PlaneView(base, width: width, height: height))
    }
    return copy
  }
}
