import CKernels

/// CDF 9/7: normalisation and phase of `bior4.4` in PyWavelets.
extension Float: LiftingSample {
  public static var reach: Int { 4 }

  public static func splitRows(
    _ plane: PlaneView<Float>, low: PlaneView<Float>, high: PlaneView<Float>, periodic: Bool,
    scratch: UnsafeMutablePointer<Float>
  ) {
    lifting97_split_rows(
      plane.base, plane.stride, plane.width, plane.height, low.base, low.stride, high.base, high.stride,
      periodic ? 1 : 0, scratch)
  }

  public static func splitColumns(
    _ plane: PlaneView<Float>, low: PlaneView<Float>, high: PlaneView<Float>, periodic: Bool,
    scratch: UnsafeMutablePointer<Float>
  ) {
    lifting97_split_columns(
      plane.base, plane.stride, plane.width, plane.height, low.base, low.stride, high.base, high.stride,
      periodic ? 1 : 0, scratch)
  }

  public static func mergeRows(
    _ plane: PlaneView<Float>, low: PlaneView<Float>, high: PlaneView<Float>, periodic: Bool,
    scratch: UnsafeMutablePointer<Float>
  ) {
    lifting97_merge_rows(
      plane.base, plane.stride, plane.width, plane.height, low.base, low.stride, high.base, high.stride,
      periodic ? 1 : 0, scratch)
  }

  public static func mergeColumns(
    _ plane: PlaneView<Float>, low: PlaneView<Float>, high: PlaneView<Float>, periodic: Bool,
    scratch: UnsafeMutablePointer<Float>
  ) {
    lifting97_merge_columns(
      plane.base, plane.stride, plane.width, plane.height, low.base, low.stride, high.base, high.stride,
      periodic ? 1 : 0, scratch)
  }
}
