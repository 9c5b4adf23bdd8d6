/// Tables written by hand, for the circuit commands.
enum TestTables {
  /// An IDX file of samples of 2 x 3 bytes below 8 that follow their left neighbour.
  static func idx(rows: Int, seed: UInt32 = 1) -> [UInt8] {
    var state = seed
    var value: UInt8 = 0
    let values = (0..<rows * 6).map { _ -> UInt8 in
      state = state &* 1_664_525 &+ 1_013_904_223
      if state >> 30 == 0 { value = UInt8(state >> 8 & 7) }
      return value
    }
    return [0, 0, 8, 3]
      + [rows, 2, 3].flatMap { side in
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: side >> $0) }
      } + values
  }
}
