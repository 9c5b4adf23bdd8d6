/// How large a circuit may be that a reader accepts.
public struct CircuitLimits: Sendable {
  public var variables = 1 << 20
  public var cardinality = 1 << 16
  public var layers = 1 << 22
  /// Units of a layer; the coders have room for no more.
  public var units = 1024
  public var parameters = 1 << 28
  /// Variables below each layer, added up over the layers: what checking a structure takes memory for. Bounds how deep
  /// a tree can be, too.
  public var scopeEntries = 1 << 22

  public init() {}

  public static let standard = CircuitLimits()
}
