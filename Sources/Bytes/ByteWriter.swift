/// Appends little-endian integers and bytes: the inverse of `ByteReader`.
public struct ByteWriter: Sendable {
  /// Everything written so far.
  public private(set) var bytes: [UInt8] = []

  /// An empty writer with room for `capacity` bytes before it must grow.
  public init(capacity: Int = 0) {
    bytes.reserveCapacity(capacity)
  }

  /// Appends an integer, least significant byte first.
  public mutating func write<T: FixedWidthInteger>(_ value: T) {
    var rest = value
    for _ in 0..<MemoryLayout<T>.size {
      bytes.append(UInt8(truncatingIfNeeded: rest))
      rest = MemoryLayout<T>.size == 1 ? 0 : rest >> 8
    }
  }

  /// Appends bytes as they are.
  public mutating func write(_ more: some Sequence<UInt8>) {
    bytes.append(contentsOf: more)
  }
}
