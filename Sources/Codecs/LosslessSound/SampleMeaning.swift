/// What the integers of a group stand for: FORMAT.md, "Sound: without loss".
enum SampleMeaning: Equatable, Sendable {
  /// Themselves.
  case integers
  /// Floats: multiples of 2^-fraction. 0 to 126.
  case multiples(fraction: Int)
  /// Floats: their bits, those of negative numbers turned round so that the order is that of the numbers.
  case patterns

  private static let patternsByte: UInt8 = 128
  private static let integersByte: UInt8 = 255
  private static let finestFraction = 126

  init?(_ byte: UInt8) {
    switch byte {
    case 0...UInt8(Self.finestFraction): self = .multiples(fraction: Int(byte))
    case Self.patternsByte: self = .patterns
    case Self.integersByte: self = .integers
    default: return nil
    }
  }

  /// The inverse of `init`.
  var byte: UInt8 {
    switch self {
    case .integers: Self.integersByte
    case .multiples(let fraction): UInt8(fraction)
    case .patterns: Self.patternsByte
    }
  }

  /// Floats as integers: multiples of one power of two where that loses nothing, as it does not where they were made from
  /// integers; else their patterns.
  static func integers(of values: [Float]) -> (integers: [Int32], meaning: SampleMeaning) {
    var fraction = 0
    var isExact = true
    for value in values where isExact && value != 0 {
      // Digits behind the point that the number has.
      let digits = Int(value.significandBitPattern.trailingZeroBitCount)
      let used = value.isNormal ? Float.significandBitCount - min(digits, Float.significandBitCount) : 0
      fraction = max(fraction, used - Int(value.exponent))
      isExact = value.isNormal && fraction <= finestFraction
    }
    let scale = isExact ? Float(sign: .plus, exponent: fraction, significand: 1) : 1
    isExact =
      isExact && values.allSatisfy { ($0 != 0 || $0.sign == .plus) && abs($0 * scale) < Float(1 << 30) }
    guard isExact else { return (values.map { ordered(Int32(bitPattern: $0.bitPattern)) }, .patterns) }
    return (values.map { Int32($0 * scale) }, .multiples(fraction: fraction))
  }

  /// The float that an integer stands for.
  func float(_ integer: Int32) -> Float {
    switch self {
    case .integers: Float(integer)
    case .multiples(let fraction):
      Float(integer) * Float(sign: .plus, exponent: -fraction, significand: 1)
    case .patterns: Float(bitPattern: UInt32(bitPattern: Self.ordered(integer)))
    }
  }

  /// Turns the bits of negative numbers round; its own inverse.
  private static func ordered(_ bits: Int32) -> Int32 { bits < 0 ? bits ^ Int32.max : bits }
}
