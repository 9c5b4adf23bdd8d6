/// Chances and weights of one plane while it is coded. They start from the model's and move with what is coded.
///
/// Every decision is a sum over two outcomes. Its weights come from the slots of its contexts: their log odds,
/// weighted, are added up; a slot alone is its own chance. Afterwards slots and weights move towards the outcome.
struct CircuitState {
  /// Chance of a one in 2^-22 above ten bits that count what the slot has seen.
  let slots: UnsafeMutablePointer<UInt32>
  /// In units of 2^-16.
  let weights: UnsafeMutablePointer<Int32>
  private let chances: UnsafePointer<UInt16>
  private let logOdds: UnsafePointer<Int16>
  private let rates: UnsafePointer<Int32>
  /// A slot that has seen this much moves no slower.
  private let limit: UInt32

  static let standardLimit = 127
  /// What weights begin with at most.
  static let weightLimit: Int32 = 3 << 16

  init(
    slots: UnsafeMutablePointer<UInt32>, weights: UnsafeMutablePointer<Int32>, tables: CircuitTables,
    limit: Int = standardLimit
  ) {
    self.slots = slots
    self.weights = weights
    chances = tables.chances
    logOdds = tables.logOdds
    rates = tables.rates
    self.limit = UInt32(limit)
  }

  /// Codes a decision by one slot.
  @inline(__always)
  func code<Port: SymbolPort>(_ bit: Int, slot: Int, port: inout Port) -> Int {
    let value = slots[slot]
    let coded = port.bit(bit, chance: min(max(Int(value &>> 16), 1), 65535))
    slots[slot] = learned(value, coded)
    return coded
  }

  /// Codes a decision by the weighted log odds of two slots.
  @inline(__always)
  func code<Port: SymbolPort>(
    _ bit: Int, _ first: Int, _ second: Int, weights start: Int, port: inout Port
  ) -> Int {
    let weights = weights + start
    // Loaded once: the compiler cannot know that slots and weights are apart.
    let (value0, value1) = (slots[first], slots[second])
    let (odds0, odds1) = (odds(value0), odds(value1))
    let (weight0, weight1) = (weights[0], weights[1])
    let chance = chance(weight0 &* odds0 &+ weight1 &* odds1)
    let coded = port.bit(bit, chance: chance)
    let error = Int32(truncatingIfNeeded: coded &<< 16 &- coded &- chance)
    weights[0] = moved(weight0, error, odds0)
    weights[1] = moved(weight1, error, odds1)
    slots[first] = learned(value0, coded)
    slots[second] = learned(value1, coded)
    return coded
  }

  /// Codes a decision by the weighted log odds of three slots.
  @inline(__always)
  func code<Port: SymbolPort>(
    _ bit: Int, _ first: Int, _ second: Int, _ third: Int, weights start: Int, port: inout Port
  ) -> Int {
    let weights = weights + start
    let (value0, value1, value2) = (slots[first], slots[second], slots[third])
    let (odds0, odds1, odds2) = (odds(value0), odds(value1), odds(value2))
    let (weight0, weight1, weight2) = (weights[0], weights[1], weights[2])
    let chance = chance(weight0 &* odds0 &+ weight1 &* odds1 &+ weight2 &* odds2)
    let coded = port.bit(bit, chance: chance)
    let error = Int32(truncatingIfNeeded: coded &<< 16 &- coded &- chance)
    weights[0] = moved(weight0, error, odds0)
    weights[1] = moved(weight1, error, odds1)
    weights[2] = moved(weight2, error, odds2)
    slots[first] = learned(value0, coded)
    slots[second] = learned(value1, coded)
    slots[third] = learned(value2, coded)
    return coded
  }

  /// Codes a decision by the weighted log odds of five slots.
  @inline(__always)
  func code<Port: SymbolPort>(
    _ bit: Int, _ places: (Int, Int, Int, Int, Int), weights start: Int, port: inout Port
  ) -> Int {
    let weights = weights + start
    let values = (slots[places.0], slots[places.1], slots[places.2], slots[places.3], slots[places.4])
    let odds = (odds(values.0), odds(values.1), odds(values.2), odds(values.3), odds(values.4))
    let before = (weights[0], weights[1], weights[2], weights[3], weights[4])
    let near = before.0 &* odds.0 &+ before.1 &* odds.1
    let chance = chance(near &+ before.2 &* odds.2 &+ before.3 &* odds.3 &+ before.4 &* odds.4)
    let coded = port.bit(bit, chance: chance)
    let error = Int32(truncatingIfNeeded: coded &<< 16 &- coded &- chance)
    weights[0] = moved(before.0, error, odds.0)
    weights[1] = moved(before.1, error, odds.1)
    weights[2] = moved(before.2, error, odds.2)
    weights[3] = moved(before.3, error, odds.3)
    weights[4] = moved(before.4, error, odds.4)
    slots[places.0] = learned(values.0, coded)
    slots[places.1] = learned(values.1, coded)
    slots[places.2] = learned(values.2, coded)
    slots[places.3] = learned(values.3, coded)
    slots[places.4] = learned(values.4, coded)
    return coded
  }

  /// The chance of weighted log odds.
  @inline(__always)
  private func chance(_ sum: Int32) -> Int {
    let odds = min(max(sum &>> 16, -Logistic.limit), Logistic.limit)
    return Int(chances[Int(odds) &+ 2048])
  }

  @inline(__always)
  private func odds(_ slot: UInt32) -> Int32 { Int32(logOdds[Int(slot &>> 20)]) }

  /// Wraps, should weights ever grow so far: the same on every machine.
  @inline(__always)
  private func moved(_ weight: Int32, _ error: Int32, _ odds: Int32) -> Int32 {
    weight &+ (error &* odds &+ 1 << 15) &>> 16
  }

  @inline(__always)
  private func learned(_ slot: UInt32, _ bit: Int) -> UInt32 {
    let seen = slot & 1023
    let chance = Int(slot &>> 10)
    let step = ((bit &<< 22 &- bit &- chance) &* Int(rates[Int(seen)])) &>> 16
    return UInt32(truncatingIfNeeded: chance &+ step) &<< 10 | (seen < limit ? seen &+ 1 : seen)
  }
}
