/// A rectangle of pixels whose samples lie side by side, in memory that somebody else owns.
///
/// Like `PlaneView` it neither retains nor frees its memory, and the user keeps threads from writing to the same
/// pixels.
public struct InterleavedView<Sample>: @unchecked Sendable {
  /// The first sample of the pixel at the top left.
  public let base: UnsafeMutablePointer<Sample>
  /// Pixels in a row.
  public let width: Int
  /// Rows.
  public let height: Int
  /// Samples from a pixel to the next one: 3 for RGB, 4 for RGBA; those beyond the ones used are left alone.
  public let pixelStride: Int
  /// Samples from a row to the next one.
  public let rowStride: Int

  /// A view of `height` rows of `width` pixels; rows follow each other closely unless `rowStride` is given.
  public init(
    _ base: UnsafeMutablePointer<Sample>, width: Int, height: Int, pixelStride: Int, rowStride: Int? = nil
  ) {
    precondition(width >= 0 && height >= 0 && pixelStride > 0, "a picture of impossible size")
    precondition(rowStride ?? width * pixelStride >= width * pixelStride, "rows that overlap")
    self.base = base
    self.width = width
    self.height = height
    self.pixelStride = pixelStride
    self.rowStride = rowStride ?? width * pixelStride
  }

  /// The pixels in a rectangle that lies within this one.
  public func subpicture(x: Int, y: Int, width: Int, height: Int) -> InterleavedView {
    precondition(x >= 0 && y >= 0 && width >= 0 && height >= 0, "a rectangle of impossible size")
    precondition(x + width <= self.width && y + height <= self.height, "a rectangle outside its picture")
    return InterleavedView(
      base + (y * rowStride + x * pixelStride), width: width, height: height, pixelStride: pixelStride,
      rowStride: rowStride)
  }

  /// The first sample of row `y`.
  public func row(_ y: Int) -> UnsafeMutablePointer<Sample> {
    precondition(y >= 0 && y < height, "a row outside its picture")
    return base + y * rowStride
  }
}
