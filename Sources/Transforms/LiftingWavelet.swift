import CKernels

/// One level of a lifting wavelet, in one and in two dimensions.
///
/// A line of n samples gives ceil(n/2) low coefficients, the k-th centred on sample 2k, and floor(n/2) high ones,
/// centred on 2k + 1. With `Float` samples this is CDF 9/7 with a low-pass gain of sqrt(2) for constants; a line
/// of one sample gives that sample times sqrt(2). With `Int16` it is the reversible 5/3 with a gain of 1, and a
/// line of one sample stays as it is. In two dimensions rows are split before columns.
///
/// Every result is the same bits at any SIMD level, and depends only on samples within `halo(levels:)`.
public struct LiftingWavelet<Sample: LiftingSample>: Sendable {
  /// What lies beyond the ends of a line.
  public let border: BorderExtension

  public init(border: BorderExtension = .symmetric) {
    self.border = border
  }

  /// The margin, in samples on each side, that makes a tile independent of what lies outside it.
  ///
  /// Cut a tile and its margin from a picture, edges at multiples of 2^levels or at those of the picture: after
  /// `levels` levels of any packet tree with a symmetric border, all coefficients that lie on the tile are bit by
  /// bit those of the whole picture. So are all samples of the tile after the inverse of the coefficients that
  /// lie on the tile and its margin. The exact need is `Sample.reach * (2^levels - 1)` either way; this is the
  /// next multiple of 2^levels.
  public static func halo(levels: Int) -> Int {
    precondition(levels >= 0 && levels < 32, "an impossible number of levels")
    return Sample.reach << levels
  }

  /// Splits a line. An empty line gives two empty halves.
  public func split(_ line: [Sample]) -> (low: [Sample], high: [Sample]) {
    let middle = (line.count + 1) / 2
    let bands = line.withPlaneCopy(width: line.count, height: 1) { plane in
      check(plane.width)
      let (low, high) = plane.halves
      withScratch(plane.width) { scratch in
        Sample.splitRows(plane, low: low, high: high, periodic: border == .periodic, scratch: scratch)
      }
    }
    return (Array(bands[..<middle]), Array(bands[middle...]))
  }

  /// The inverse of `split`. `low` has as many coefficients as `high`, or one more.
  public func merge(low: [Sample], high: [Sample]) -> [Sample] {
    let count = low.count + high.count
    precondition(low.count == (count + 1) / 2, "halves of impossible size")
    return (low + high).withPlaneCopy(width: count, height: 1) { plane in
      check(plane.width)
      let (low, high) = plane.halves
      withScratch(plane.width) { scratch in
        Sample.mergeRows(plane, low: low, high: high, periodic: border == .periodic, scratch: scratch)
      }
    }
  }

  /// Traps where the border extension does not allow a length.
  func check(_ count: Int) {
    precondition(border == .symmetric || count % 2 == 0, "a periodic line must have an even length")
  }

  /// Lends the scratch memory that the kernels need for lines of up to `count` samples.
  func withScratch(_ count: Int, _ body: (UnsafeMutablePointer<Sample>) -> Void) {
    let size = (count + lifting_margin) * lifting_strip
    withUnsafeTemporaryAllocation(of: Sample.self, capacity: size) { scratch in
      guard let base = scratch.baseAddress else { preconditionFailure("scratch memory is never empty") }
      body(base)
    }
  }
}

extension PlaneView {
  /// Low and high half of the rows.
  var halves: (low: PlaneView, high: PlaneView) {
    let low = (width + 1) / 2
    return (
      subplane(x: 0, y: 0, width: low, height: height),
      subplane(x: low, y: 0, width: width - low, height: height)
    )
  }
}
