/// A picture cut into nearly equal rectangles of at most a nominal size, borders on multiples of 32 pixels.
///
/// Groups are coded independently; tiles are what analysis and synthesis hold in memory at a time. Both are cut
/// like this. Tiles do not change results.
public struct GroupGrid: Equatable, Sendable {
  public let rectangles: [PixelRectangle]

  /// - Parameter nominal: largest side in pixels, a multiple of 32.
  public init(width: Int, height: Int, nominal: Int) {
    precondition(nominal >= LatentGrid.alignment && nominal % LatentGrid.alignment == 0, "side of a group")
    let columns = Self.cuts(width, nominal: nominal)
    let rows = Self.cuts(height, nominal: nominal)
    rectangles = zip(rows, rows.dropFirst()).flatMap { top, bottom in
      zip(columns, columns.dropFirst()).map { left, right in
        PixelRectangle(x: left, y: top, width: right - left, height: bottom - top)
      }
    }
  }

  /// How many rectangles there will be, without making them.
  public static func count(width: Int, height: Int, nominal: Int) -> Int {
    (cuts(width, nominal: nominal).count - 1) * (cuts(height, nominal: nominal).count - 1)
  }

  private static func cuts(_ length: Int, nominal: Int) -> [Int] {
    let parts = (length + nominal - 1) / nominal
    let unit = LatentGrid.alignment
    return (0...parts).map { $0 == parts ? length : (length * $0 / parts + unit / 2) / unit * unit }
  }
}
