/// A type of picture sample: `UInt8` or `UInt16`.
///
/// The requirements are the kernels that `ColourTransform` calls, on one row; call that type instead.
public protocol ColourSample: FixedWidthInteger, Sendable {
  /// Interleaved colours to three centred planes.
  static func rotate(
    _ samples: UnsafePointer<Self>, pixelStride: Int, count: Int, matrix: UnsafePointer<Float>,
    into planes: ColourPlanes<UnsafeMutablePointer<Float>>)

  /// The inverse of `rotate`.
  static func unrotate(
    _ planes: ColourPlanes<UnsafeMutablePointer<Float>>, count: Int, matrix: UnsafePointer<Float>,
    into samples: UnsafeMutablePointer<Self>, pixelStride: Int)

  /// Gray samples to one centred plane.
  static func centre(
    _ samples: UnsafePointer<Self>, pixelStride: Int, count: Int, gain: Float,
    into plane: UnsafeMutablePointer<Float>)

  /// The inverse of `centre`, given the inverse gain.
  static func uncentre(
    _ plane: UnsafePointer<Float>, count: Int, gain: Float, into samples: UnsafeMutablePointer<Self>,
    pixelStride: Int)
}
