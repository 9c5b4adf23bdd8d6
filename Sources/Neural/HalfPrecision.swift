/// IEEE 754 binary16, in integers: `Float16` does not exist on every platform.
enum HalfPrecision {
  /// The exact value of a bit pattern.
  static func float(_ bits: UInt16) -> Float {
    let sign = UInt32(bits & 0x8000) << 16
    let magnitude = UInt32(bits & 0x7FFF)
    if magnitude >= 0x7C00 {
      return Float(bitPattern: sign | 0x7F80_0000 | (magnitude & 0x3FF) << 13)
    }
    if magnitude < 0x400 {
      // Subnormal: a multiple of 2^-24, exact in Float.
      let value = Float(magnitude) * Float(bitPattern: 0x3380_0000)
      return Float(bitPattern: value.bitPattern | sign)
    }
    return Float(bitPattern: sign | (magnitude << 13) + (112 << 23))
  }
}
