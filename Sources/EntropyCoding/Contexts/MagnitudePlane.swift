import CKernels

/// Magnitudes of one decoded plane with a border of zeros, and the sums of the four neighbours of each.
///
/// Rows are padded so that the row kernels may run past the end: 2 above, 1 below, 2 on the left, 34 on the right.
struct MagnitudePlane: ~Copyable {
  let width: Int
  let height: Int
  let stride: Int
  private let storage: UnsafeMutablePointer<Int16>
  private let planeSize: Int

  init(width: Int, height: Int) {
    self.width = width
    self.height = height
    stride = width + 36
    planeSize = stride * (height + 3) + 32
    storage = .allocate(capacity: 2 * planeSize)
    storage.initialize(repeating: 0, count: 2 * planeSize)
  }

  deinit {
    storage.deallocate()
  }

  /// Magnitudes of row y, -2 <= y <= height; x from -2 on.
  @inline(__always)
  func row(_ y: Int) -> UnsafeMutablePointer<Int16> {
    storage + (y + 2) * stride + 2
  }

  /// Sums of neighbours of row y, 0 <= y <= height.
  @inline(__always)
  func crossRow(_ y: Int) -> UnsafeMutablePointer<Int16> {
    row(y) + planeSize
  }

  /// Fills the sums once all magnitudes are known.
  func finish() {
    for y in 0..<height {
      cross_row(crossRow(y), row(y - 1), row(y), row(y + 1), width)
    }
  }
}
