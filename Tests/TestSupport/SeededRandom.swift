/// SplitMix64: the same numbers in every run and on every machine.
public struct SeededRandom: RandomNumberGenerator {
  private var state: UInt64

  public init(_ seed: UInt64) {
    state = seed
  }

  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return z ^ z >> 31
  }

  /// 0..<bound.
  public mutating func next(below bound: Int) -> Int {
    Int(next() % UInt64(bound))
  }

  public mutating func floats(_ count: Int, in range: ClosedRange<Float> = -200...200) -> [Float] {
    (0..<count).map { _ in Float.random(in: range, using: &self) }
  }

  /// Values over the whole range of their type.
  public mutating func integers<Value: FixedWidthInteger>(_ count: Int) -> [Value] {
    (0..<count).map { _ in Value.random(in: Value.min...Value.max, using: &self) }
  }
}
