/// Floats at an address that is a multiple of a cache line; zeros at first.
///
/// Sendable because it is written only by the one that made it, before it is shared.
final class AlignedFloats: @unchecked Sendable {
  let base: UnsafeMutablePointer<Float>
  let count: Int

  init(count: Int) {
    let memory = UnsafeMutableRawPointer.allocate(
      byteCount: max(count, 1) * MemoryLayout<Float>.stride, alignment: 64)
    base = memory.bindMemory(to: Float.self, capacity: count)
    base.initialize(repeating: 0, count: count)
    self.count = count
  }

  deinit { base.deallocate() }
}
