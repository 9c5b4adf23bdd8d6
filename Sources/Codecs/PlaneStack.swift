import Transforms

/// Equally large float planes, one behind the other; the workspace of a tile. Left as allocated: the owner fills it.
///
/// A class with unchecked sharing: tasks on other threads each touch planes or rows of their own.
final class PlaneStack: @unchecked Sendable {
  let count: Int
  let width: Int
  let height: Int
  let base: UnsafeMutablePointer<Float>

  init(count: Int, width: Int, height: Int) {
    self.count = count
    self.width = width
    self.height = height
    base = .allocate(capacity: count * width * height)
  }

  deinit {
    base.deallocate()
  }

  subscript(index: Int) -> PlaneView<Float> {
    precondition(index >= 0 && index < count, "a plane of the stack")
    return PlaneView(base + index * width * height, width: width, height: height)
  }

  func clear(_ index: Int) {
    self[index].base.update(repeating: 0, count: width * height)
  }
}
