/// The magnitude planes of a group, by index.
///
/// A noncopyable array cannot be indexed by reference without copies, so the planes live behind a pointer.
struct MagnitudePlanes: ~Copyable {
  private let planes: UnsafeMutablePointer<MagnitudePlane>
  private let count: Int

  init(_ structures: [PlaneStructure]) {
    count = structures.count
    planes = .allocate(capacity: count)
    for (index, structure) in structures.enumerated() {
      (planes + index).initialize(to: MagnitudePlane(width: structure.width, height: structure.height))
    }
  }

  deinit {
    planes.deinitialize(count: count)
    planes.deallocate()
  }

  @inline(__always)
  func row(_ y: Int, of index: Int) -> UnsafeMutablePointer<Int16> { planes[index].row(y) }

  @inline(__always)
  func crossRow(_ y: Int, of index: Int) -> UnsafeMutablePointer<Int16> { planes[index].crossRow(y) }

  func finish(_ index: Int) { planes[index].finish() }
}
