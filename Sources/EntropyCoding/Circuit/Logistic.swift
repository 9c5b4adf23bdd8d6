import CKernels

/// The logistic function in integers: chances in 2^-16 of log odds in 2^-20 nats.
final class Logistic: Sendable {
  /// 2^16 / (1 + exp(-x)) for x = -10 ... 10 in quarters.
  private static let quarters: [Int] = [
    3, 4, 5, 6, 8, 10, 13, 17, 22, 28, 36, 47, 60, 77, 98, 126, 162, 208, 267, 342, 439, 562, 720, 922, 1179,
    1506, 1921, 2446, 3108, 3938, 4971, 6249, 7812, 9702, 11955, 14595, 17625, 21025, 24743, 28693, 32768,
    36843, 40793, 44511, 47911, 50941, 53581, 55834, 57724, 59287, 60565, 61598, 62428, 63090, 63615, 64030,
    64357, 64614, 64816, 64974, 65097, 65194, 65269, 65328, 65374, 65410, 65438, 65459, 65476, 65489, 65500,
    65508, 65514, 65519, 65523, 65526, 65528, 65530, 65531, 65532, 65533,
  ]

  /// Chances by log odds, `circuit_chance_count` of them.
  nonisolated(unsafe) let chances: UnsafeBufferPointer<UInt16>

  static let shared = Logistic()

  private init() {
    let count = Int(circuit_chance_count)
    let steps = count / (Self.quarters.count - 1)
    let values = (0..<count).map { place in
      let (quarter, step) = place.quotientAndRemainder(dividingBy: steps)
      let low = Self.quarters[quarter]
      return UInt16(low + ((Self.quarters[quarter + 1] - low) * step + steps / 2) / steps)
    }
    let memory = UnsafeMutableBufferPointer<UInt16>.allocate(capacity: count)
    _ = memory.initialize(from: values)
    chances = UnsafeBufferPointer(memory)
  }
}
