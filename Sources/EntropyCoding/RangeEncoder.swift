/// Range coder with a 64-bit low and range, renormalised by 32-bit words. Integers only.
///
/// Invariant: the coded number lies in [low, low + range) and range >= 2^32 between symbols, so that an interval
/// of a table of 2^15 counts is never empty. A carry out of `low` runs back through the words already written.
public struct RangeEncoder {
  /// Sum of the counts of every table, as a power of two.
  public static let precision = 15

  private var low: UInt64 = 0
  private var range = UInt64.max
  private var words: [UInt32] = []

  public init() {
    words.reserveCapacity(1 << 12)
  }

  /// Narrows to `width` counts from `start` on, of 2^precision.
  @inline(__always)
  public mutating func encode(start: Int, width: Int, precision: Int = RangeEncoder.precision) {
    encode(start: start, width: width, unit: range >> UInt64(precision))
  }

  /// Narrows to `width` counts from `start` on, of `total`, at most 2^25.
  @inline(__always)
  public mutating func encode(start: Int, width: Int, total: Int) {
    encode(start: start, width: width, unit: range / UInt64(total))
  }

  @inline(__always)
  private mutating func encode(start: Int, width: Int, unit: UInt64) {
    let (sum, carry) = low.addingReportingOverflow(unit &* UInt64(start))
    low = sum
    if carry { propagate() }
    range = unit &* UInt64(width)
    if range < 1 << 32 {
      words.append(UInt32(truncatingIfNeeded: low >> 32))
      low <<= 32
      range <<= 32
    }
  }

  /// `count` bits (at most 16), all values equally likely.
  @inline(__always)
  public mutating func encodeBits(_ value: Int, count: Int) {
    encode(start: value, width: 1, precision: count)
  }

  private mutating func propagate() {
    var index = words.count - 1
    while index >= 0 {
      words[index] &+= 1
      if words[index] != 0 { return }
      index -= 1
    }
  }

  /// What a decoder in step knows at this point; 32 bits of range and length.
  public var state: UInt32 { coderState(range: range, words: words.count) }

  /// Bytes that decode to the same symbols when the decoder reads up to eight zeros past their end.
  public consuming func finish() -> [UInt8] {
    for zeros in stride(from: UInt64(56), through: 0, by: -8) {
      let mask = (UInt64(1) << zeros) &- 1
      let (sum, carry) = low.addingReportingOverflow(mask)
      let value = sum & ~mask
      guard value &- low < range else { continue }
      if carry { propagate() }
      words.append(UInt32(truncatingIfNeeded: value >> 32))
      words.append(UInt32(truncatingIfNeeded: value))
      break
    }
    var bytes = words.flatMap { word in
      (0..<4).map { UInt8(truncatingIfNeeded: word >> (24 - 8 * UInt32($0))) }
    }
    // Only what `finish` itself added may go: a decoder that misses more bytes knows that the stream is cut.
    for _ in 0..<8 where bytes.last == 0 { bytes.removeLast() }
    return bytes
  }
}

/// Range and number of words passed, mixed to 32 bits: equal on both sides as long as they are in step.
func coderState(range: UInt64, words: Int) -> UInt32 {
  let mixed = (range ^ UInt64(words) &* 0x9E37_79B9_7F4A_7C15) &* 0xD6E8_FEB8_6659_FD93
  return UInt32(truncatingIfNeeded: mixed >> 32)
}
