import CKernels

/// The uniform wavelet packet of a line: n samples to 2^J bands of n / 2^J coefficients, and back.
///
/// Band f1 * 2^(J-1) + … + fJ holds band f1 of the line, f2 of it, and so on; f is 0 for low and 1 for high.
public struct LinePacket<Sample: LiftingSample>: Sendable {
  /// J, how often every band is split.
  public let depth: Int

  public init(depth: Int) {
    precondition(depth >= 0 && depth < 24, "an impossible depth of a packet")
    self.depth = depth
  }

  /// Replaces a line of `count` samples, a multiple of 2^J, by its bands, one behind the other.
  public func forward(_ line: UnsafeMutablePointer<Sample>, count: Int) {
    check(count)
    withScratch(count) { scratch in
      for level in 0..<depth {
        let rows = PlaneView(line, width: count >> level, height: 1 << level)
        let (low, high) = rows.halves
        Sample.splitRows(rows, low: low, high: high, periodic: false, scratch: scratch)
      }
    }
  }

  /// The inverse of `forward`.
  public func inverse(_ bands: UnsafeMutablePointer<Sample>, count: Int) {
    check(count)
    withScratch(count) { scratch in
      for level in (0..<depth).reversed() {
        let rows = PlaneView(bands, width: count >> level, height: 1 << level)
        let (low, high) = rows.halves
        Sample.mergeRows(rows, low: low, high: high, periodic: false, scratch: scratch)
      }
    }
  }

  /// Lends the scratch memory that the kernels need for rows of up to `count` samples.
  private func withScratch(_ count: Int, _ body: (UnsafeMutablePointer<Sample>) -> Void) {
    withUnsafeTemporaryAllocation(of: Sample.self, capacity: count + Int(lifting_margin)) { scratch in
      guard let base = scratch.baseAddress else { preconditionFailure("scratch memory is never empty") }
      body(base)
    }
  }

  private func check(_ count: Int) {
    precondition(count > 0 && count & ((1 << depth) - 1) == 0, "a line must be a multiple of 2^depth")
  }
}
