import Bytes

/// Random numbers for tests: the same in every run and on every machine.
public struct SeededRandom: RandomNumberGenerator {
  private var generator: SplitMix64

  public init(_ seed: UInt64) {
    generator = SplitMix64(seed: seed)
  }

  public mutating func next() -> UInt64 { generator.next() }

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
