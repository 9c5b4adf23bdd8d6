/// The last three rows of a plane, each with a zero position at either end, as 3x3 kernels read them.
///
/// Rows beyond the border of the plane are zeros. With margin 0 a row has no ends and stands alone.
final class RowWindow {
  private let width: Int
  private let channels: Int
  private let margin: Int
  private let height: Int
  private let stride: Int
  /// Three rows, then one of zeros.
  private let storage: AlignedFloats
  private let pointers: UnsafeMutablePointer<UnsafePointer<Float>?>

  /// For planes `[height, width, channels]`; margin 0 or 1.
  init(width: Int, channels: Int, margin: Int, height: Int) {
    self.width = width
    self.channels = channels
    self.margin = margin
    self.height = height
    stride = (width + 2 * margin) * channels
    storage = AlignedFloats(count: 4 * stride)
    pointers = .allocate(capacity: 3)
    pointers.initialize(repeating: nil, count: 3)
  }

  deinit { pointers.deallocate() }

  /// Where row `y` begins, without its margin. It takes the place of row `y - 3`.
  func row(_ y: Int) -> UnsafeMutablePointer<Float> {
    storage.base + y % 3 * stride + margin * channels
  }

  /// The rows that the kernel reads for output row `y`. Valid until the next call.
  func rows(around y: Int) -> UnsafePointer<UnsafePointer<Float>?> {
    for offset in -margin...margin {
      let isInside = (0..<height).contains(y + offset)
      pointers[offset + margin] = UnsafePointer(
        storage.base + (isInside ? (y + offset) % 3 * stride : 3 * stride))
    }
    return UnsafePointer(pointers)
  }

  /// Copies row `y` of a whole plane.
  func load(_ y: Int, from plane: UnsafePointer<Float>) {
    row(y).update(from: plane + y * width * channels, count: width * channels)
  }

  /// Copies the rows around `y` that are new since `y - 1`; all of them at the start.
  func load(around y: Int, from plane: UnsafePointer<Float>, startingAt start: Int) {
    let first = y == start ? max(0, y - margin) : y + margin
    for new in first..<max(first, min(height, y + margin + 1)) { load(new, from: plane) }
  }
}
