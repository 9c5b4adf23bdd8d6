import CKernels

/// The reversible 5/3 of JPEG 2000, modulo 2^16: every plane comes back exactly.
extension Int16: LiftingSample {
  public static var reach: Int { 2 }

  public static func splitRows(
    _ plane: PlaneView<Int16>, low: PlaneView<Int16>, high: PlaneView<Int16>, periodic: Bool,
    scratch: UnsafeMutablePointer<Int16>
  ) {
    lifting53_split_rows(
      plane.base, plane.stride, plane.width, plane.height, low.base, low.stride, high.base, high.stride,
      periodic ? 1 : 0, scratch)
  }

  public static func splitColumns(
    _ plane: PlaneView<Int16>, low: PlaneView<Int16>, high: PlaneView<Int16>, periodic: Bool,
    scratch: UnsafeMutablePointer<Int16>
  ) {
    lifting53_split_columns(
      plane.base, plane.stride, plane.width, plane.height, low.base, low.stride, high.base, high.stride,
      periodic ? 1 : 0, scratch)
  }

  public static func mergeRows(
    _ plane: PlaneView<Int16>, low: PlaneView<Int16>, high: PlaneView<Int16>, periodic: Bool,
    scratch: UnsafeMutablePointer<Int16>
  ) {
    lifting53_merge_rows(
      plane.base, plane.stride, plane.width, plane.height, low.base, low.stride, high.base, high.stride,
      periodic ? 1 : 0, scratch)
  }

  public static func mergeColumns(
    _ plane: PlaneView<Int16>, low: PlaneView<Int16>, high: PlaneView<Int16>, periodic: Bool,
    scratch: UnsafeMutablePointer<Int16>
  ) {
    lifting53_merge_columns(
      plane.base, plane.stride, plane.width, plane.height, low.base, low.stride, high.base, high.stride,
      periodic ? 1 : 0, scratch)
  }
}
