/// Residuals of the decoded planes of a group, cut to -4 ... 4, with two rows and columns of zeros around each.
struct SignedPlanes: ~Copyable {
  private let storage: UnsafeMutablePointer<Int8>
  private let starts: [Int]
  private let strides: [Int]

  init(_ structures: [PlaneStructure]) {
    var starts: [Int] = []
    var strides: [Int] = []
    var size = 0
    for structure in structures {
      let stride = structure.width + 4
      strides.append(stride)
      starts.append(size + 2 * stride + 2)
      size += stride * (structure.height + 4)
    }
    self.starts = starts
    self.strides = strides
    storage = .allocate(capacity: max(size, 1))
    storage.initialize(repeating: 0, count: max(size, 1))
  }

  deinit {
    storage.deallocate()
  }

  func stride(of index: Int) -> Int { strides[index] }

  /// The first residual of row y, -2 <= y < height + 2; columns from -2 on.
  func row(_ y: Int, of index: Int) -> UnsafeMutablePointer<Int8> {
    storage + starts[index] + y * strides[index]
  }
}
