/// What restores a file from its values: its format, and all of its bytes that are not values.
public struct TableOrigin: Equatable, Sendable {
  /// `idx`, `npy` or `pictures`.
  public let format: String
  /// The header as it stands in the file; of pictures, their names and channels.
  public let header: [UInt8]

  public init(format: String, header: [UInt8]) {
    self.format = format
    self.header = header
  }
}
