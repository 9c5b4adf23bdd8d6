/// One walk over the latents serves encoder and decoder: the port either writes the symbol it is given or reads
/// one and returns it, so that the two sides cannot disagree about order and contexts.
protocol SymbolPort {
  /// The symbol given is ignored and may be anything.
  static var reads: Bool { get }
  mutating func symbol(_ symbol: Int, _ table: StaticTable) -> Int
  /// `count` equally likely bits, at most 16.
  mutating func bits(_ value: Int, count: Int) -> Int
}

struct WritingPort: SymbolPort {
  static var reads: Bool { false }
  var coder = RangeEncoder()

  @inline(__always)
  mutating func symbol(_ symbol: Int, _ table: StaticTable) -> Int {
    coder.encode(symbol, with: table)
    return symbol
  }

  @inline(__always)
  mutating func bits(_ value: Int, count: Int) -> Int {
    coder.encodeBits(value, count: count)
    return value
  }
}

struct ReadingPort: SymbolPort {
  static var reads: Bool { true }
  var coder: RangeDecoder

  @inline(__always)
  mutating func symbol(_: Int, _ table: StaticTable) -> Int {
    coder.decode(with: table)
  }

  @inline(__always)
  mutating func bits(_: Int, count: Int) -> Int {
    coder.decodeBits(count: count)
  }
}
