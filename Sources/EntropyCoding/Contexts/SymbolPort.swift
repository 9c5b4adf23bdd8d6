/// One walk over the latents serves encoder and decoder: the port either writes the symbol it is given or reads
/// one and returns it, so that the two sides cannot disagree about order and contexts.
protocol SymbolPort {
  /// The symbol given is ignored and may be anything.
  static var reads: Bool { get }
  /// Latents may be changed before they are written: see `DecidingPort`.
  static var decides: Bool { get }
  mutating func symbol(_ symbol: Int, _ table: StaticTable) -> Int
  /// Nothing more can be read: the walk may end.
  var isExhausted: Bool { get }
  /// `count` equally likely bits, at most 16.
  mutating func bits(_ value: Int, count: Int) -> Int
  /// What follows belongs to this plane of the walk.
  mutating func begin(plane: Int)
  /// And to this row of it.
  mutating func begin(row: Int)
}

extension SymbolPort {
  var isExhausted: Bool { false }
  mutating func begin(plane _: Int) {}
  mutating func begin(row _: Int) {}

  /// x >= 0 as the binary digits of x + 1 behind as many zeros less one.
  mutating func golomb(_ value: Int) -> Int {
    let digits = Self.reads ? 0 : Int.bitWidth - (value + 1).leadingZeroBitCount - 1
    var length = 0
    while length < ContextRules.longestPrefix, bits(length < digits ? 0 : 1, count: 1) == 0 {
      length += 1
    }
    var coded = 1
    for place in (0..<length).reversed() {
      coded = coded << 1 | bits((value + 1) >> place & 1, count: 1)
    }
    return coded - 1
  }
}

struct WritingPort: SymbolPort {
  static var reads: Bool { false }
  static var decides: Bool { false }
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
  static var decides: Bool { false }
  var coder: RangeDecoder
  var isExhausted: Bool { coder.isExhausted }

  @inline(__always)
  mutating func symbol(_: Int, _ table: StaticTable) -> Int {
    coder.decode(with: table)
  }

  @inline(__always)
  mutating func bits(_: Int, count: Int) -> Int {
    coder.decodeBits(count: count)
  }
}

/// Codes nothing: the walk moves latents to where rate and distortion together are least, and contexts follow.
struct DecidingPort: SymbolPort {
  static var reads: Bool { false }
  static var decides: Bool { true }

  @inline(__always)
  mutating func symbol(_ symbol: Int, _: StaticTable) -> Int { symbol }

  @inline(__always)
  mutating func bits(_ value: Int, count _: Int) -> Int { value }
}

/// Codes nothing: counts what every plane would cost.
struct CountingPort: SymbolPort {
  static var reads: Bool { false }
  static var decides: Bool { false }
  private(set) var lengths: [CodeLength] = []

  mutating func begin(plane _: Int) { lengths.append(CodeLength()) }

  @inline(__always)
  mutating func symbol(_ symbol: Int, _ table: StaticTable) -> Int {
    lengths[lengths.count - 1].add(width: table.interval(of: symbol).width)
    return symbol
  }

  @inline(__always)
  mutating func bits(_ value: Int, count: Int) -> Int {
    lengths[lengths.count - 1].add(bits: count)
    return value
  }
}
