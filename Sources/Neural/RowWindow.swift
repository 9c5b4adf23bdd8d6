import CKernels

/// The last rows of a block of columns, each with the positions around it that 3x3 kernels read.
///
/// A row is `lead` positions, the columns of the block and two positions of zeros. The lead is the end of the
/// block to the left in the same row, zeros at the left border of the plane: blocks of a plane must come from
/// left to right, each with the same rows. Rows above and below the plane are zeros.
final class RowWindow {
  /// Positions before the first column of a block.
  static let lead = 4

  let channels: Int
  private let depth: Int
  private let height: Int
  private let stride: Int
  /// As many rows as the depth, then one of zeros.
  private let storage: AlignedFloats
  /// The leads that the next block begins with, of all rows from `firstRow` on.
  private let leads: AlignedFloats
  private let firstRow: Int
  private let pointers: UnsafeMutablePointer<UnsafePointer<Float>?>

  /// - Parameters:
  ///   - columns: the most that a block has.
  ///   - depth: rows that are kept, even.
  ///   - height: rows of the plane.
  ///   - rows: the rows that `finish` will be called for.
  init(columns: Int, channels: Int, depth: Int, height: Int, rows: Range<Int>) {
    self.channels = channels
    self.depth = depth
    self.height = height
    stride = (Self.lead + columns + 2) * channels
    storage = AlignedFloats(count: (depth + 1) * stride + convolution_3x3_slack)
    leads = AlignedFloats(count: rows.count * Self.lead * channels)
    firstRow = rows.lowerBound
    pointers = .allocate(capacity: 4)
    pointers.initialize(repeating: nil, count: 4)
  }

  deinit { pointers.deallocate() }

  /// The position `offset` columns from the first one in row `y` of the plane. The row takes the place of row
  /// `y - depth`.
  func row(_ y: Int, at offset: Int = 0) -> UnsafeMutablePointer<Float> {
    storage.base + y % depth * stride + (Self.lead + offset) * channels
  }

  /// The same of four rows from `y` on, which may lie beyond the plane. Valid until the next call.
  func rows(from y: Int, at offset: Int) -> UnsafePointer<UnsafePointer<Float>?> {
    for index in 0..<4 {
      let isInside = (0..<height).contains(y + index)
      pointers[index] = UnsafePointer(
        isInside
          ? row(y + index, at: offset) : storage.base + depth * stride + (Self.lead + offset) * channels)
    }
    return UnsafePointer(pointers)
  }

  /// Sets the positions around the `count` columns of row `y` that have been written.
  func finish(_ y: Int, count: Int) {
    let size = Self.lead * channels
    let kept = leads.base + (y - firstRow) * size
    row(y, at: -Self.lead).update(from: kept, count: size)
    kept.update(from: row(y, at: count - Self.lead), count: size)
    row(y, at: count).update(repeating: 0, count: 2 * channels)
  }

  /// Copies some columns of row `y` of a whole plane `[height, width, channels]` and finishes the row.
  func load(_ y: Int, columns: Range<Int>, of plane: UnsafePointer<Float>, width: Int) {
    row(y).update(from: plane + (y * width + columns.lowerBound) * channels, count: columns.count * channels)
    finish(y, count: columns.count)
  }
}
