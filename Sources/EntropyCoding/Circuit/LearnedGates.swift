/// The gates of all plane models while they are learned: integers, so that the same pictures give the same file.
final class LearnedGates {
  /// Log odds in 2^-10 nats, as the coder reads them.
  let rounded: UnsafeMutablePointer<Int16>
  /// The same in 2^-32 nats.
  private var values: [Int]
  /// Outcomes that each gate was asked for, and how many of them were one.
  private var asked: [Int]
  private var ones: [Int]

  /// In nats for an error of 1 a gate that has seen n outcomes moves by 4 / (n + 13), but no less than the rate.
  private static let reach = 4 << 16
  private static let delay = 13

  init(count: Int) {
    values = [Int](repeating: 0, count: count)
    asked = values
    ones = values
    rounded = .allocate(capacity: count)
    rounded.initialize(repeating: 0, count: count)
  }

  deinit {
    rounded.deallocate()
  }

  var all: [Int16] { Array(UnsafeBufferPointer(start: rounded, count: values.count)) }

  /// An outcome of a gate that stands alone.
  func count(_ bit: Int, _ gate: Int) {
    asked[gate] += 1
    ones[gate] += bit
  }

  /// Moves one gate of several. `error` in 2^-16, `rate` in 2^-16 nats.
  func move(_ gate: Int, error: Int, _ rate: Int) {
    let step = max(Self.reach / (asked[gate] + Self.delay), rate)
    asked[gate] += 1
    values[gate] += step * error
    let units = (values[gate] + 1 << 21) >> 22
    rounded[gate] = Int16(min(max(units, -32767), 32767))
  }

  /// Gates of `CircuitRules.aloneGates` become the odds that were counted.
  func settle() {
    for gate in values.indices where gate % CircuitRules.gateCount < CircuitRules.aloneGates {
      let chance = ((2 * ones[gate] + 1) << 16) / (2 * asked[gate] + 2)
      rounded[gate] = Int16(Logistic.shared.logOdds(of: chance))
      (asked[gate], ones[gate]) = (0, 0)
    }
  }
}
