/// One plane of samples to decisions and back.
struct SamplePlaneCoder: ~Copyable {
  private let contexts: SampleContexts
  private let largest: Int
  /// Errors of the mean prediction in 1/16.
  private let errors: SamplePlane
  private let errorLimit: Int
  private let bank: PredictorBank
  private var tree = DecisionTree()
  private let numbers: UnsafeMutablePointer<Int64>

  /// - Parameters:
  ///   - contexts: The plane, filled with samples if these are to be written, and what it is predicted from.
  ///   - largest: The largest value samples may have, at most 65535.
  init(_ contexts: SampleContexts, largest: Int) {
    self.contexts = contexts
    self.largest = largest
    errors = SamplePlane(width: contexts.plane.width, height: contexts.plane.height, constant: 64)
    errorLimit = 1024 << contexts.shift
    bank = PredictorBank(width: contexts.plane.width)
    numbers = .allocate(capacity: DecisionTree.contextCount)
    numbers.initialize(repeating: 0, count: DecisionTree.contextCount)
  }

  deinit {
    numbers.deallocate()
  }

  /// Walks over the plane: a port that reads fills it. False when the stream ended too early.
  mutating func code<Port: DecisionPort>(port: inout Port) -> Bool {
    let plane = contexts.plane
    for y in 0..<plane.height {
      plane.open(row: y)
      contexts.residuals.open(row: y)
      errors.open(row: y)
      for x in 0..<plane.width { code(x, y, port: &port) }
      plane.close(row: y)
      contexts.residuals.close(row: y)
      errors.close(row: y)
      if Port.reads, port.isExhausted { return false }
    }
    return true
  }

  @inline(__always)
  private mutating func code<Port: DecisionPort>(_ x: Int, _ y: Int, port: inout Port) {
    let sample = contexts.plane.row(y) + x
    let base = contexts.features(x, y, into: bank.features)
    let (global, strip) = bank.predict(x, y)
    let highest = 16 * largest
    var forecast = SampleForecast(
      first: min(max(strip &+ 16 &* Int(base), 0), highest),
      second: min(max(global &+ 16 &* Int(base), 0), highest), energy: energy(x, y))
    if contexts.content == .drawing {
      forecast.nearest = contexts.median(x, y)
      contexts.patterns(x, y, into: numbers)
    } else {
      contexts.contexts(x, y, forecast, into: numbers)
    }
    tree.choose(numbers)
    bank.remember(x, y)
    let value = tree.code(Port.reads ? 0 : Int(sample[0]), largest: largest, forecast, port: &port)
    if Port.reads { sample[0] = Int32(truncatingIfNeeded: value) }
    contexts.residuals.row(y)[x] = Int32(truncatingIfNeeded: value &- forecast.nearest)
    errors.row(y)[x] = Int32(truncatingIfNeeded: min(abs(16 &* value &- forecast.mean), errorLimit))
    bank.learn(x, y, Int32(truncatingIfNeeded: value) &- base)
  }

  /// Errors around a sample, with a weight of 8 in all.
  @inline(__always)
  private func energy(_ x: Int, _ y: Int) -> Int {
    let row = errors.row(y) + x
    let above = errors.row(y &- 1) + x
    let near = 2 &* (row[-1] &+ above[0])
    return Int(near &+ above[-1] &+ above[1] &+ row[-2] &+ errors.row(y &- 2)[x])
  }
}
