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
  private let oddsTable: UnsafePointer<Int16>
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
    oddsTable = tables.logOdds
    rates = tables.rates
    self.limit = UInt32(limit)
  }

  /// Codes a decision by one slot.
  @inline(__always)
  func code<Port: SymbolPort>(_ bit: Int, slot: Int, port: inout Port) -> Int {
    let chance = min(max(Int(slots[slot] &>> 16), 1), 65535)
    let coded = port.bit(bit, chance: chance)
    learn(slot, coded)
    return coded
  }

  /// Codes a decision by the weighted log odds of `count` slots.
  @inline(__always)
  func code<Port: SymbolPort>(
    _ bit: Int, _ places: (Int, Int, Int, Int, Int), count: Int, weights first: Int, port: inout Port
  ) -> Int {
    let weights = weights + first
    let odds = (
      logOdds(places.0), logOdds(places.1), count > 2 ? logOdds(places.2) : 0,
      count > 3 ? logOdds(places.3) : 0,
      count > 3 ? logOdds(places.4) : 0
    )
    var sum = weights[0] &* odds.0 &+ weights[1] &* odds.1
    if count > 2 { sum = sum &+ weights[2] &* odds.2 }
    if count > 3 { sum = sum &+ weights[3] &* odds.3 &+ weights[4] &* odds.4 }
    let place = Int(min(max(sum &>> 16, -Logistic.limit), Logistic.limit)) &+ 2048
    let chance = Int(chances[place])
    let coded = port.bit(bit, chance: chance)
    let error = Int32(truncatingIfNeeded: coded << 16 &- coded &- chance)
    move(weights, error, odds.0)
    move(weights + 1, error, odds.1)
    learn(places.0, coded)
    learn(places.1, coded)
    if count > 2 {
      move(weights + 2, error, odds.2)
      learn(places.2, coded)
    }
    if count > 3 {
      move(weights + 3, error, odds.3)
      move(weights + 4, error, odds.4)
      learn(places.3, coded)
      learn(places.4, coded)
    }
    return coded
  }

  @inline(__always)
  private func logOdds(_ slot: Int) -> Int32 { Int32(oddsTable[Int(slots[slot] &>> 20)]) }

  /// Wraps, should weights ever grow so far: the same on every machine.
  @inline(__always)
  private func move(_ weight: UnsafeMutablePointer<Int32>, _ error: Int32, _ odds: Int32) {
    weight[0] = weight[0] &+ (error &* odds &+ 1 << 15) &>> 16
  }

  @inline(__always)
  private func learn(_ slot: Int, _ bit: Int) {
    let value = slots[slot]
    let seen = value & 1023
    let chance = Int32(truncatingIfNeeded: value >> 10)
    let target: Int32 = bit == 0 ? 0 : 1 << 22 - 1
    let step = Int32(truncatingIfNeeded: (Int(target &- chance) &* Int(rates[Int(seen)])) >> 16)
    slots[slot] = UInt32(truncatingIfNeeded: chance &+ step) << 10 | (seen < limit ? seen &+ 1 : seen)
  }
}
