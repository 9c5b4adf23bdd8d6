/// The logistic function and its inverse in integers: chances in 2^-16, log odds in 2^-8.
struct Logistic: Sendable {
  /// Log odds lie in -limit ... limit.
  static let limit: Int32 = 2047

  /// 2^16 / (1 + exp(-x)) for x = -8 ... 8 in quarters.
  private static let quarters: [Int32] = [
    22, 28, 36, 47, 60, 77, 98, 126, 162, 208, 267, 342, 439, 562, 720, 922, 1179, 1506, 1921, 2446, 3108,
    3938,
    4971, 6249, 7812, 9702, 11955, 14595, 17625, 21025, 24743, 28693, 32768, 36843, 40793, 44511, 47911,
    50941,
    53581, 55834, 57724, 59287, 60565, 61598, 62428, 63090, 63615, 64030, 64357, 64614, 64816, 64974, 65097,
    65194, 65269, 65328, 65374, 65410, 65438, 65459, 65476, 65489, 65500, 65508, 65514,
  ]

  /// Chances by log odds + 2048.
  let chances: [UInt16]
  /// Log odds by the upper 12 bits of a chance: the least whose chance is not below.
  let logOdds: [Int16]

  static let shared = Logistic()

  private init() {
    chances = (0..<4096).map { place in
      let quarter = place >> 6
      let step = Int32(place & 63)
      let low = Self.quarters[quarter]
      return UInt16(low + ((Self.quarters[quarter + 1] - low) * step + 32) >> 6)
    }
    var place = 1
    var inverse: [Int16] = []
    for chance in 0..<4096 {
      while place < 4095, Int(chances[place]) < chance << 4 + 8 { place += 1 }
      inverse.append(Int16(place - 2048))
    }
    logOdds = inverse
  }
}
