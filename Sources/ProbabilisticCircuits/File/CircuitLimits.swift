/// How large a circuit may be that a reader accepts.
public struct CircuitLimits: Sendable {
  public var variables = 1 << 20
  public var cardinality = 1 << 16
  public var layers = 1 << 22
  /// Units of a layer; the coders have room for no more.
  public var units = 1024
  public var parameters = 1 << 28

  public init() {}

  public static let standard = CircuitLimits()
}
