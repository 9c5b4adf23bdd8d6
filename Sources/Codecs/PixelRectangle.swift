import Transforms

/// A rectangle of pixels.
public struct PixelRectangle: Equatable, Sendable {
  public var x: Int
  public var y: Int
  public var width: Int
  public var height: Int

  public init(x: Int, y: Int, width: Int, height: Int) {
    self.x = x
    self.y = y
    self.width = width
    self.height = height
  }

  public var maxX: Int { x + width }
  public var maxY: Int { y + height }

  /// Grown by `margin` on all sides, inside a picture.
  func grown(by margin: Int, width: Int, height: Int) -> PixelRectangle {
    let left = max(0, x - margin)
    let top = max(0, y - margin)
    return PixelRectangle(
      x: left, y: top, width: min(width, maxX + margin) - left, height: min(height, maxY + margin) - top)
  }

  /// The part of a subband of a picture that belongs to this rectangle, whose borders inside the picture are
  /// multiples of 2^level.
  func part(of band: Subband, width: Int, height: Int) -> PixelRectangle {
    let left = min(x >> band.level, band.width)
    let top = min(y >> band.level, band.height)
    let right = maxX == width ? band.width : min(maxX >> band.level, band.width)
    let bottom = maxY == height ? band.height : min(maxY >> band.level, band.height)
    return PixelRectangle(x: band.x + left, y: band.y + top, width: right - left, height: bottom - top)
  }
}
