import Transforms

extension PlaneView {
  /// The part of a plane under a rectangle.
  func part(_ rectangle: PixelRectangle) -> PlaneView {
    subplane(x: rectangle.x, y: rectangle.y, width: rectangle.width, height: rectangle.height)
  }

  func fill(_ value: Sample) {
    for y in 0..<height { row(y).update(repeating: value, count: width) }
  }

  /// Repeats the last column and row of the top-left `width` x `height` samples to the end of the plane.
  func repeatEdge(width inner: Int, height innerHeight: Int) {
    for y in 0..<innerHeight {
      let row = row(y)
      for x in inner..<width { row[x] = row[inner - 1] }
    }
    for y in innerHeight..<height { row(y).update(from: row(innerHeight - 1), count: width) }
  }
}
