/// A type of integer sample that `ReversibleColour` works on: `Int16` or `Int32`.
///
/// The requirements are its kernels, on one row in place; call that type instead.
public protocol ColourWord: FixedWidthInteger, Sendable {
  /// Red, green, blue to luma, orange, green chroma.
  static func rotateReversibly(_ planes: ColourPlanes<UnsafeMutablePointer<Self>>, count: Int)

  /// The inverse of `rotateReversibly`.
  static func unrotateReversibly(_ planes: ColourPlanes<UnsafeMutablePointer<Self>>, count: Int)
}
