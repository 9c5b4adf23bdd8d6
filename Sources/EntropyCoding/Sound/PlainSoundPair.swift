/// Which two of left, right, middle and side code a block of two channels.
enum PlainSoundPair: UInt32, CaseIterable {
  case leftRight = 0
  case leftSide = 1
  case sideRight = 2
  case middleSide = 3

  /// Left 0, right 1, middle 2, side 3.
  var planes: [Int] {
    switch self {
    case .leftRight: [0, 1]
    case .leftSide: [0, 3]
    case .sideRight: [3, 1]
    case .middleSide: [2, 3]
    }
  }

  /// Left and right of what was coded.
  func restore(
    _ count: Int, left: UnsafeMutablePointer<Int32>, right: UnsafeMutablePointer<Int32>,
    middle: UnsafeMutablePointer<Int32>, side: UnsafeMutablePointer<Int32>
  ) {
    switch self {
    case .leftRight: break
    case .leftSide:
      for frame in 0..<count { right[frame] = left[frame] &- side[frame] }
    case .sideRight:
      for frame in 0..<count { left[frame] = side[frame] &+ right[frame] }
    case .middleSide:
      for frame in 0..<count {
        // The middle lost the last bit of the sum, which is that of the difference.
        let sum = Int(middle[frame]) << 1 | Int(side[frame]) & 1
        left[frame] = Int32(truncatingIfNeeded: (sum + Int(side[frame])) >> 1)
        right[frame] = Int32(truncatingIfNeeded: (sum - Int(side[frame])) >> 1)
      }
    }
  }
}
