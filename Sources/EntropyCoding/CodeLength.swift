/// An ideal code length: the sum of -log2 of probabilities, in integers. Each addend is exact to 2^-20 bits.
public struct CodeLength: Equatable, Sendable {
  private static let fractionBits = 20

  public static let unitsPerBit = 1 << fractionBits

  /// In units of 2^-20 bits.
  public private(set) var units: UInt64 = 0

  /// No bits.
  public init() {}

  public static func += (sum: inout CodeLength, other: CodeLength) { sum.units += other.units }

  /// Adds a symbol of `width` counts, at least 1, of 2^15.
  @inline(__always)
  mutating func add(width: Int) { units += UInt64(Self.costs[2 * width]) }

  /// Adds an outcome of `chance`, at least 1, of 2^16.
  @inline(__always)
  mutating func add(chance: Int) { units += UInt64(Self.costs[chance]) }

  /// Adds bits whose values are equally likely.
  @inline(__always)
  mutating func add(bits: Int) { units += UInt64(bits) << UInt64(Self.fractionBits) }

  /// -log2(chance / 2^16) in units of 2^-20, rounded up. By repeated squaring of the mantissa: integers all the
  /// way.
  static func units(chance: Int) -> Int {
    let octave = Int.bitWidth - 1 - chance.leadingZeroBitCount
    var mantissa = UInt64(chance) << UInt64(31 - octave)
    var fraction = 0
    for _ in 0..<fractionBits {
      mantissa = (mantissa * mantissa) >> 31
      fraction <<= 1
      if mantissa >= 1 << 32 {
        mantissa >>= 1
        fraction |= 1
      }
    }
    return (16 - octave) << fractionBits - fraction
  }

  /// Of no use at 0, which no symbol has.
  private static let costs: [UInt32] = (0...1 << 16).map { chance in
    chance > 0 ? UInt32(units(chance: chance)) : 0
  }
}
