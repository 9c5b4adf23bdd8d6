extension ByteWriter {
  /// An integer of at least 0 in groups of seven bits, lowest first; bit 7 of a byte says that more follow (LEB128).
  public mutating func writeVarint(_ value: Int) {
    precondition(value >= 0, "a varint of a negative number")
    var rest = value
    while rest > 127 {
      write(UInt8(rest & 127 | 128))
      rest >>= 7
    }
    write(UInt8(rest))
  }
}

extension ByteReader {
  /// An integer written by `writeVarint`. Throws `corruptData` unless it lies in `range`.
  public mutating func readVarint(
    _ range: ClosedRange<Int>, _ what: @autoclosure () -> String
  ) throws(CodecError) -> Int {
    var value = 0
    for shift in stride(from: 0, to: 56, by: 7) {
      let byte = try read(UInt8.self, what())
      value |= Int(byte & 127) << shift
      guard byte & 128 == 0 else { continue }
      guard range.contains(value) else {
        throw .corruptData("\(what()) is \(value), not in \(range.lowerBound)...\(range.upperBound)")
      }
      return value
    }
    throw .corruptData("\(what()) at byte \(position) does not end")
  }

  /// The bytes not yet read.
  public var rest: ArraySlice<UInt8> { bytes[position...] }
}
