/// A cursor over bytes. `read` moves it; short input throws `corruptData` that names what was being read.
public struct ByteReader: Sendable {
  /// The bytes under the cursor; indices are those of the whole input, so messages can name them.
  public let bytes: ArraySlice<UInt8>
  /// Absolute index of the next byte.
  public private(set) var position: Int

  /// A cursor at the start of a slice. Positions count from the start of the array it was cut from.
  public init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    position = bytes.startIndex
  }

  /// A cursor at byte 0.
  public init(_ bytes: [UInt8]) {
    self.init(bytes[...])
  }

  /// Bytes not yet read.
  public var remaining: Int { bytes.endIndex - position }

  /// The next `count` bytes, as a view of the same storage.
  public mutating func read(
    _ count: Int, _ what: @autoclosure () -> String
  ) throws(CodecError) -> ArraySlice<UInt8> {
    guard count >= 0, count <= remaining else {
      throw .corruptData("\(what()) at byte \(position) needs \(count) bytes, \(remaining) are left")
    }
    defer { position += count }
    return bytes[position..<position + count]
  }

  /// A little-endian integer.
  public mutating func read<T: FixedWidthInteger>(
    _: T.Type, _ what: @autoclosure () -> String
  ) throws(CodecError) -> T {
    var value: T = 0
    let slice = try read(MemoryLayout<T>.size, what())
    for byte in slice.reversed() { value = value << 8 | T(truncatingIfNeeded: byte) }
    return value
  }

  /// Throws unless every byte was read.
  public func finish(_ what: @autoclosure () -> String) throws(CodecError) {
    guard remaining == 0 else {
      throw .corruptData("\(what()) has \(remaining) bytes too many at byte \(position)")
    }
  }
}
