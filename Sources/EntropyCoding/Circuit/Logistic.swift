/// The logistic function in integers: chances in 2^-16 of log odds in 2^-10 nats.
struct Logistic: Sendable {
  /// Log odds count for at least -limit and less than limit.
  static let limit = 10 << 10
  /// Chances are read at every 2^shift of log odds.
  static let shift = 3

  /// 2^16 / (1 + exp(-x)) for x = -10 ... 10 in quarters.
  private static let quarters: [Int] = [
    3, 4, 5, 6, 8, 10, 13, 17, 22, 28, 36, 47, 60, 77, 98, 126, 162, 208, 267, 342, 439, 562, 720, 922, 1179,
    1506, 1921, 2446, 3108, 3938, 4971, 6249, 7812, 9702, 11955, 14595, 17625, 21025, 24743, 28693, 32768,
    36843, 40793, 44511, 47911, 50941, 53581, 55834, 57724, 59287, 60565, 61598, 62428, 63090, 63615, 64030,
    64357, 64614, 64816, 64974, 65097, 65194, 65269, 65328, 65374, 65410, 65438, 65459, 65476, 65489, 65500,
    65508, 65514, 65519, 65523, 65526, 65528, 65530, 65531, 65532, 65533,
  ]

  /// Chances by (log odds + limit) >> shift.
  let chances: [UInt16] = (0..<2 * limit >> shift).map { place in
    let steps = 256 >> shift
    let (quarter, step) = place.quotientAndRemainder(dividingBy: steps)
    let low = quarters[quarter]
    return UInt16(low + ((quarters[quarter + 1] - low) * step + steps / 2) / steps)
  }

  static let shared = Logistic()

  /// The inverse: the least log odds that are not below a chance in 2^-16.
  func logOdds(of chance: Int) -> Int {
    let place = chances.firstIndex { Int($0) >= chance } ?? chances.count - 1
    return place << Self.shift - Self.limit
  }
}
