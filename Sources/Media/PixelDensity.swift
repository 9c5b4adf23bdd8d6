/// How many pixels there are to a length.
public struct PixelDensity: Equatable, Sendable {
  public enum Unit: UInt8, Sendable {
    /// Only the ratio of the two counts means something: the shape of a pixel.
    case unknown = 0
    case metre = 1
  }

  /// Pixels per unit along a row.
  public var horizontal: UInt32
  /// Pixels per unit along a column.
  public var vertical: UInt32
  public var unit: Unit

  public init(horizontal: UInt32, vertical: UInt32, unit: Unit) {
    self.horizontal = horizontal
    self.vertical = vertical
    self.unit = unit
  }
}
