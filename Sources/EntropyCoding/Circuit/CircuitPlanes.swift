import CKernels

/// What is known of the residuals of the planes of a group while it is coded; see `circuit_plane`.
struct CircuitPlanes: ~Copyable {
  let planes: UnsafeMutablePointer<circuit_plane>
  private let zeros: UnsafeMutableRawPointer
  private let crosses: UnsafeMutablePointer<Int16>

  init(_ structures: [PlaneStructure]) {
    planes = .allocate(capacity: structures.count)
    // Two of everything in all directions; kernels look at whole segments.
    let sizes = structures.map { ($0.width + 4) * ($0.height + 4) + 2 * Int(circuit_segment) }
    let markSizes = structures.map { circuit_mark_stride($0.width) * ($0.height + 3) }
    let size = sizes.reduce(0, +)
    let zeroSize = 3 * size + 2 * markSizes.reduce(0, +)
    zeros = .allocate(byteCount: zeroSize, alignment: 64)
    zeros.initializeMemory(as: UInt8.self, repeating: 0, count: zeroSize)
    crosses = .allocate(capacity: size)
    var start = 0
    var markStart = zeros + 3 * size
    for (index, structure) in structures.enumerated() {
      let stride = structure.width + 4
      let markStride = circuit_mark_stride(structure.width)
      let origin = start + 2 * stride + 2
      let marks = markStart.assumingMemoryBound(to: UInt8.self) + 2 * markStride + 1
      (planes + index).initialize(
        to: circuit_plane(
          width: structure.width, height: structure.height, stride: stride,
          magnitudes: zeros.assumingMemoryBound(to: Int16.self) + origin,
          signs: (zeros + 2 * size).assumingMemoryBound(to: Int8.self) + origin,
          crosses: crosses + origin, mark_stride: markStride, marks: marks, around: marks + markSizes[index]))
      start += sizes[index]
      markStart += 2 * markSizes[index]
    }
  }

  deinit {
    planes.deallocate()
    zeros.deallocate()
    crosses.deallocate()
  }
}
