/// Codes nothing: moves the gates of a circuit towards what is coded, by the gradient of its code length.
struct LearningPort: SymbolPort {
  static var reads: Bool { false }
  static var decides: Bool { true }
  static var learns: Bool { true }

  let gates: LearnedGates
  /// How far a gate moves at least, in 2^-16 nats for an error of 1.
  let rate: Int

  @inline(__always)
  mutating func symbol(_ symbol: Int, _: StaticTable) -> Int { symbol }

  @inline(__always)
  mutating func bits(_ value: Int, count _: Int) -> Int { value }

  @inline(__always)
  mutating func bit(_ bit: Int, chance _: Int) -> Int { bit }

  mutating func learn(_ bit: Int, gate: Int) {
    gates.count(bit, gate)
  }

  mutating func learn(_ bit: Int, chance: Int, gates places: [Int]) {
    for place in places { gates.move(place, error: bit << 16 - chance, rate) }
  }
}
