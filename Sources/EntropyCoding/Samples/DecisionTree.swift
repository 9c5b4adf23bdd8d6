import CKernels

/// A sample by binary decisions about its residual: a deterministic circuit whose every sum node has two children
/// and takes its weights from counters and distributions around predictions, mixed by what has proved right.
///
/// zero or not · sign · which of the intervals 1, 2, 3, 4, 5–6, 7–8, 9–12, 13–16, 17–24 … · place in the interval.
struct DecisionTree: ~Copyable {
  static let contextCount = Int(sample_mixer_counters)
  private static let tableBits = 16
  /// Nodes of the tree that learn: zero, sign, 36 intervals of either sign, halves of these.
  private static let nodeCount = 2 + 4 * sideCount
  private static let sideCount = 36
  /// Intervals of one value at the start of either side.
  private static let single = 4
  private static let weightSets = SampleForecast.weightSetCount
  private static let inputCount = Int(sample_mixer_inputs)

  private let tables = SampleTables.shared
  private var mixerTables = SampleTables.shared.mixer
  private let counters: UnsafeMutablePointer<UInt32>
  private let weights: UnsafeMutablePointer<Int32>
  private let experts: UnsafeMutablePointer<Int32>
  private let places: UnsafeMutablePointer<UInt32>
  private let decision: UnsafeMutablePointer<SampleDecision>

  init() {
    counters = .allocate(capacity: Self.contextCount << Self.tableBits)
    counters.initialize(repeating: 0, count: Self.contextCount << Self.tableBits)
    let sets = Self.nodeCount * Self.weightSets
    weights = .allocate(capacity: sets * Self.inputCount)
    weights.initialize(repeating: 0, count: sets * Self.inputCount)
    for set in 0..<sets {
      let row = weights + set * Self.inputCount
      for input in 0..<8 { row[input] = 157_286 }
      row[8] = 314_573
    }
    experts = .allocate(capacity: 3)
    experts.initialize(repeating: 2048, count: 3)
    places = .allocate(capacity: Self.contextCount)
    places.initialize(repeating: 0, count: Self.contextCount)
    decision = .allocate(capacity: 1)
    decision.initialize(to: SampleDecision())
  }

  deinit {
    counters.deallocate()
    weights.deallocate()
    experts.deallocate()
    places.deallocate()
    decision.deallocate()
  }

  /// Chooses the counters of the next sample by `contextCount` numbers, and has them fetched: what is done before
  /// `code` costs less.
  @inline(__always)
  func choose(_ contexts: UnsafePointer<Int64>) { sample_mixer_choose(places, contexts, counters) }

  /// Codes a sample of 0...largest.
  ///
  /// - Parameters:
  ///   - value: The sample; ignored by a port that reads.
  ///   - forecast: What is known of it.
  @inline(__always)
  mutating func code<Port: DecisionPort>(
    _ value: Int, largest: Int, _ forecast: SampleForecast, port: inout Port
  ) -> Int {
    let nearest = forecast.nearest
    let set = forecast.weightSet
    let above = forecast.distributions(16 * nearest + 8, tables)
    let below = forecast.distributions(16 * nearest - 8, tables)
    setExperts(above &- below, of: SIMD4(repeating: 1 << SampleTables.curveBits))
    if decide(value == nearest ? 1 : 0, node: 0, set: set, port: &port) == 1 { return nearest }
    let upper = SIMD4<Int>(repeating: 1 << SampleTables.curveBits) &- above
    var isBelow = nearest == largest
    if !isBelow, nearest > 0 {
      setExperts(below, of: below &+ upper)
      isBelow = decide(value < nearest ? 1 : 0, node: 1, set: set, port: &port) == 1
    }
    let magnitude = side(
      abs(value - nearest), isBelow: isBelow, most: isBelow ? nearest : largest - nearest,
      rest: isBelow ? below : upper, forecast, port: &port)
    // Only a damaged stream leaves the range.
    return isBelow ? max(nearest - magnitude, 0) : min(nearest + magnitude, largest)
  }

  /// A magnitude of 1...most on one side; `rest` is what the distributions leave for it.
  @inline(__always)
  private mutating func side<Port: DecisionPort>(
    _ magnitude: Int, isBelow: Bool, most: Int, rest: SIMD4<Int>, _ forecast: SampleForecast,
    port: inout Port
  ) -> Int {
    let nearest = forecast.nearest
    let set = forecast.weightSet
    let side = 2 + (isBelow ? 1 : 0)
    var rest = rest
    var low = 1
    var length = 1
    var interval = 0
    var beyond = SIMD4<Int>(repeating: 0)
    while low + length <= most {
      beyond = tail(low + length, isBelow: isBelow, nearest: nearest, forecast)
      setExperts(rest &- beyond, of: rest)
      let answer = magnitude < low + length ? 1 : 0
      if decide(answer, node: side + 2 * interval, set: set, port: &port) == 1 { break }
      rest = beyond
      low += length
      interval += 1
      if interval >= Self.single, interval & 1 == 0 { length *= 2 }
    }
    if low + length > most { beyond = tail(low + length, isBelow: isBelow, nearest: nearest, forecast) }
    var half = length >> 1
    while half > 0 {
      let middle = tail(low + half, isBelow: isBelow, nearest: nearest, forecast)
      setExperts(middle &- beyond, of: rest &- beyond)
      let answer = magnitude >= low + half ? 1 : 0
      let isUpper =
        half == length >> 1
        ? decide(answer, node: side + 2 * (Self.sideCount + interval), set: set, port: &port)
        : port.decide(answer, chance: Int(experts[0] &+ experts[1] &+ 2 &* experts[2]) << 2)
      if isUpper == 1 {
        low += half
        rest = middle
      } else {
        beyond = middle
      }
      half >>= 1
    }
    return low
  }

  /// What the distributions leave for magnitudes from `magnitude` on.
  @inline(__always)
  private func tail(
    _ magnitude: Int, isBelow: Bool, nearest: Int, _ forecast: SampleForecast
  ) -> SIMD4<Int> {
    if isBelow { return forecast.distributions(16 * (nearest - magnitude) + 8, tables) }
    let reached = forecast.distributions(16 * (nearest + magnitude) - 8, tables)
    return SIMD4(repeating: 1 << SampleTables.curveBits) &- reached
  }

  /// The experts' chances are shares of `whole`.
  @inline(__always)
  private func setExperts(_ part: SIMD4<Int>, of whole: SIMD4<Int>) {
    for index in 0..<3 {
      // Shares of parts of 2^22 in 32 bits, which are divided faster.
      let part = UInt32(truncatingIfNeeded: part[index]) &>> 2
      let chance = (part &<< 12) / (UInt32(truncatingIfNeeded: whole[index]) &>> 2 &+ 1)
      experts[index] = Int32(truncatingIfNeeded: min(max(chance, 1), 4095))
    }
  }

  @inline(__always)
  private mutating func decide<Port: DecisionPort>(
    _ answer: Int, node: Int, set: Int, port: inout Port
  ) -> Int {
    let row = weights + (node &* Self.weightSets &+ set) &* Self.inputCount
    let chance = sample_mixer_ask(decision, &mixerTables, counters, places, UInt32(node), row, experts)
    let answer = port.decide(answer, chance: Int(chance))
    sample_mixer_learn(decision, &mixerTables, Int32(answer))
    return answer
  }
}
