/// The inverse of `RangeEncoder`. Never fails: past the end it reads zeros, and a damaged stream decodes to other
/// symbols; `state` and `isExhausted` tell afterwards.
public struct RangeDecoder {
  private var code: UInt64
  private var range = UInt64.max
  private var words = 0
  private let bytes: ArraySlice<UInt8>
  private var position: Int

  public init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    position = bytes.startIndex
    code = 0
    code = UInt64(nextWord()) << 32
    code |= UInt64(nextWord())
  }

  public init(_ bytes: [UInt8]) {
    self.init(bytes[...])
  }

  private mutating func nextWord() -> UInt32 {
    var word: UInt32 = 0
    for index in position..<position + 4 {
      word = word << 8 | (index < bytes.endIndex ? UInt32(bytes[index]) : 0)
    }
    position += 4
    return word
  }

  /// Which of 2^precision counts the coded number falls on.
  @inline(__always)
  public func quantile(precision: Int = RangeEncoder.precision) -> Int {
    let unit = range >> UInt64(precision)
    return Int(truncatingIfNeeded: min(code / unit, (1 << UInt64(precision)) - 1))
  }

  /// Which of `total` counts, at most 2^25, the coded number falls on.
  @inline(__always)
  public func quantile(total: Int) -> Int {
    min(Int(truncatingIfNeeded: code / (range / UInt64(total))), total - 1)
  }

  /// Narrows as the encoder did.
  @inline(__always)
  public mutating func consume(start: Int, width: Int, precision: Int = RangeEncoder.precision) {
    consume(start: start, width: width, unit: range >> UInt64(precision))
  }

  /// Narrows as the encoder did.
  @inline(__always)
  public mutating func consume(start: Int, width: Int, total: Int) {
    consume(start: start, width: width, unit: range / UInt64(total))
  }

  @inline(__always)
  private mutating func consume(start: Int, width: Int, unit: UInt64) {
    code &-= unit &* UInt64(start)
    range = unit &* UInt64(width)
    if range < 1 << 32 {
      code = code << 32 | UInt64(nextWord())
      range <<= 32
      words += 1
    }
  }

  /// A decision of two: 1 lies in [0, chance) of 2^16, 0 behind it.
  @inline(__always)
  public mutating func decodeBit(chance: Int) -> Int {
    let unit = range >> 16
    let bound = unit &* UInt64(truncatingIfNeeded: chance)
    let isOne = code < bound
    code &-= isOne ? 0 : bound
    range = isOne ? bound : unit &* UInt64(truncatingIfNeeded: 1 << 16 &- chance)
    if range < 1 << 32 {
      code = code << 32 | UInt64(nextWord())
      range <<= 32
      words += 1
    }
    return isOne ? 1 : 0
  }

  /// `count` bits (at most 16), all values equally likely.
  @inline(__always)
  public mutating func decodeBits(count: Int) -> Int {
    let value = quantile(precision: count)
    consume(start: value, width: 1, precision: count)
    return value
  }

  /// Equals the encoder's `state` after the same symbols.
  public var state: UInt32 { coderState(range: range, words: words) }

  /// Bytes were asked for that are not there: what follows may depend on them, what was decoded does not.
  public var isPastEnd: Bool { position > bytes.endIndex }

  /// More zeros were read past the end than an encoder leaves out: the stream is damaged, whatever follows is noise.
  public var isExhausted: Bool { position > bytes.endIndex + 8 }
}
