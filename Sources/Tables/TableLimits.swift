/// What a reader of tables may ask for before it takes memory.
public struct TableLimits: Sendable {
  /// Values of one sample.
  public var columns = 1 << 20
  /// Values of all samples together; each takes two bytes.
  public var values = 1 << 28
  /// Bytes that come out of a compressed file.
  public var unpackedBytes = 1 << 30

  /// The standard limits, to be changed field by field.
  public init() {}

  /// What a reader allows unless told otherwise.
  public static let standard = TableLimits()
}
