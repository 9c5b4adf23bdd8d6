/// The gates of the sums of one plane model. A sum has two outcomes; the log odds of its weights are added up from one
/// entry for each context.
struct CircuitGates {
  /// Log odds in 2^-10 nats, `CircuitRules.gateCount` of them.
  private let logOdds: UnsafePointer<Int16>
  /// Of the first entry among those of all plane models.
  private let offset: Int
  private let chances = CircuitTables.shared.chances

  /// - Parameter all: entries of all plane models.
  init(_ all: UnsafePointer<Int16>, plane: Int) {
    offset = plane * CircuitRules.gateCount
    logOdds = all + offset
  }

  /// Codes a sum by one context.
  @inline(__always)
  func code<Port: SymbolPort>(_ bit: Int, _ only: Int, port: inout Port) -> Int {
    let chance = chance(entry(only))
    let coded = port.bit(bit, chance: chance)
    if Port.learns { port.learn(coded, gate: offset + only) }
    return coded
  }

  /// Codes a sum by two contexts.
  @inline(__always)
  func code<Port: SymbolPort>(_ bit: Int, _ first: Int, _ second: Int, port: inout Port) -> Int {
    let chance = chance(entry(first) &+ entry(second))
    let coded = port.bit(bit, chance: chance)
    if Port.learns { port.learn(coded, chance: chance, gates: [offset + first, offset + second]) }
    return coded
  }

  /// Codes a sum by three contexts.
  @inline(__always)
  func code<Port: SymbolPort>(
    _ bit: Int, _ first: Int, _ second: Int, _ third: Int, port: inout Port
  ) -> Int {
    let chance = chance(entry(first) &+ entry(second) &+ entry(third))
    let coded = port.bit(bit, chance: chance)
    if Port.learns {
      port.learn(coded, chance: chance, gates: [offset + first, offset + second, offset + third])
    }
    return coded
  }

  /// Codes a sum by five contexts.
  @inline(__always)
  func code<Port: SymbolPort>(_ bit: Int, _ places: (Int, Int, Int, Int, Int), port: inout Port) -> Int {
    let near = entry(places.0) &+ entry(places.1)
    let chance = chance(near &+ entry(places.2) &+ entry(places.3) &+ entry(places.4))
    let coded = port.bit(bit, chance: chance)
    if Port.learns {
      let gates = [places.0, places.1, places.2, places.3, places.4].map { offset + $0 }
      port.learn(coded, chance: chance, gates: gates)
    }
    return coded
  }

  @inline(__always)
  private func entry(_ place: Int) -> Int { Int(logOdds[place]) }

  @inline(__always)
  private func chance(_ sum: Int) -> Int {
    let cut = min(max(sum, -Logistic.limit), Logistic.limit &- 1)
    return Int(chances[(cut &+ Logistic.limit) &>> Logistic.shift])
  }
}
