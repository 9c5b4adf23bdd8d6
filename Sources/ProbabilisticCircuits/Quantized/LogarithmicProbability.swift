/// Probabilities as bytes, and bytes as integers.
///
/// Down to 2^-12 a byte b stands for 2^(-b/16), so that the relative error is at most 2.2 %, which costs 10^-4 bits a
/// symbol; from there on in quarter octaves down to 2^-27.75: rows of many small probabilities must not gain weight by
/// being cut off. 255 stands for zero: what is not there. What a decoder computes of them is integers.
enum LogarithmicProbability {
  /// 2^(-k/16) in units of 2^-30, k = 0 ..< 16, rounded.
  static let fractions: [UInt32] = [
    1_073_741_824, 1_028_218_693, 984_625_594, 942_880_699, 902_905_651, 864_625_413, 827_968_132,
    792_865_000, 759_250_125, 727_060_411, 696_235_434, 666_717_336, 638_450_708, 611_382_493,
    585_461_881, 560_640_218,
  ]

  static let zero: UInt8 = 255
  /// The last byte in sixteenths of an octave.
  static let fine = 191

  /// Units of 2^-30; at least 4, but for zero.
  static func integer(_ byte: UInt8) -> UInt32 {
    guard byte != zero else { return 0 }
    let sixteenths = Int(byte) + 3 * max(Int(byte) - fine, 0)
    let octaves = UInt32(sixteenths >> 4)
    return (fractions[sixteenths & 15] + (1 << octaves) / 2) >> octaves
  }
}
