/// One walk over the samples serves encoder and decoder, as `SymbolPort` does for latents.
protocol DecisionPort {
  /// The answers and values given are ignored and may be anything.
  static var reads: Bool { get }
  /// A decision whose answer is 1 with `chance` in 2^16, of 1 to 65535.
  mutating func decide(_ answer: Int, chance: Int) -> Int
  /// Nothing more can be read: the walk may end.
  var isExhausted: Bool { get }
}

struct DecisionWriter: DecisionPort {
  static var reads: Bool { false }
  var coder = RangeEncoder()
  var isExhausted: Bool { false }

  @inline(__always)
  mutating func decide(_ answer: Int, chance: Int) -> Int {
    coder.encode(
      start: answer == 0 ? chance : 0, width: answer == 0 ? 1 << 16 - chance : chance, precision: 16)
    return answer
  }
}

struct DecisionReader: DecisionPort {
  static var reads: Bool { true }
  var coder: RangeDecoder
  var isExhausted: Bool { coder.isExhausted }

  @inline(__always)
  mutating func decide(_: Int, chance: Int) -> Int { coder.decodeBit(chance: chance) }
}
