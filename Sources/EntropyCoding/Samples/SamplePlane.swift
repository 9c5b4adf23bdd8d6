/// A plane of integers with margins that are filled as coding goes on, so that every neighbour can be read.
///
/// Three rows above the plane hold a constant. Before a row is coded, its left margin takes the first value of the
/// row above; when it is done, its right margin takes its last value. The row below the plane repeats the last.
/// Memory inside is touched when rows are.
final class SamplePlane {
  static let margin = 8
  private static let above = 3

  let width: Int
  let height: Int
  private let stride: Int
  private let memory: UnsafeMutablePointer<Int32>

  /// - Parameter constant: what stands above the plane.
  init(width: Int, height: Int, constant: Int32) {
    precondition(width >= 1 && height >= 1, "a plane of samples is not empty")
    self.width = width
    self.height = height
    stride = width + 2 * Self.margin
    memory = .allocate(capacity: stride * (height + Self.above + 1))
    memory.initialize(repeating: constant, count: stride * Self.above)
  }

  deinit {
    memory.deallocate()
  }

  /// The first value of row `y`, -3 to the height; `margin` more can be read on both sides.
  @inline(__always)
  func row(_ y: Int) -> UnsafeMutablePointer<Int32> {
    memory + ((y &+ Self.above) &* stride &+ Self.margin)
  }

  /// Fills the left margin of row `y`.
  func open(row y: Int) {
    let row = row(y)
    (row - Self.margin).update(repeating: self.row(y - 1)[0], count: Self.margin)
  }

  /// Fills the right margin of row `y`, and after the last row the one below.
  func close(row y: Int) {
    let row = row(y)
    (row + width).update(repeating: row[width - 1], count: Self.margin)
    if y == height - 1 {
      (self.row(height) - Self.margin).update(from: row - Self.margin, count: stride)
    }
  }
}
