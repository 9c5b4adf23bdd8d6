/// A type of sample that has a lifting wavelet: `Float` has CDF 9/7, `Int16` the reversible 5/3.
///
/// The requirements are the kernels that `LiftingWavelet` calls; call that type instead.
public protocol LiftingSample: Sendable {
  /// How far a coefficient of one level reads from the sample it lies on, at most, and a sample from the
  /// coefficients it lies on: 4 for 9/7, 2 for 5/3.
  static var reach: Int { get }

  /// What fresh memory is filled with.
  static var zero: Self { get }

  /// Splits every row of `plane` into a low and a high half. The halves may be those of `plane` itself.
  static func splitRows(
    _ plane: PlaneView<Self>, low: PlaneView<Self>, high: PlaneView<Self>, periodic: Bool,
    scratch: UnsafeMutablePointer<Self>)

  /// The inverse of `splitRows`.
  static func mergeRows(
    _ plane: PlaneView<Self>, low: PlaneView<Self>, high: PlaneView<Self>, periodic: Bool,
    scratch: UnsafeMutablePointer<Self>)

  /// Splits every column of `plane` into a low and a high half. The halves may be those of `plane` itself.
  static func splitColumns(
    _ plane: PlaneView<Self>, low: PlaneView<Self>, high: PlaneView<Self>, periodic: Bool,
    scratch: UnsafeMutablePointer<Self>)

  /// The inverse of `splitColumns`.
  static func mergeColumns(
    _ plane: PlaneView<Self>, low: PlaneView<Self>, high: PlaneView<Self>, periodic: Bool,
    scratch: UnsafeMutablePointer<Self>)
}
