/// Appends little-endian integers and bytes: the inverse of `ByteReader`.
public struct ByteWriter: Sendable {
  public private(set) var bytes: [UInt8] = []

  public init() {}

  public mutating func write<T: FixedWidthInteger>(_ value: T) {
    var rest = value
    for _ in 0..<MemoryLayout<T>.size {
      bytes.append(UInt8(truncatingIfNeeded: rest))
      rest = MemoryLayout<T>.size == 1 ? 0 : rest >> 8
    }
  }

  public mutating func write(_ more: some Sequence<UInt8>) {
    bytes.append(contentsOf: more)
  }
}
