import CKernels
import COpenBLAS
import Dispatch
import Foundation
import ProbabilisticCircuits

/// Learns the parameters of a circuit by stepwise expectation maximisation.
///
/// The flows of a mini-batch are expected counts of every parameter. They go into running statistics with weight
/// `step` (Cappé and Moulines, 2009: a unit that few samples reach moves little), and the parameters are those that the
/// statistics make most likely. A full batch with step 1 is plain EM, under which the likelihood of the data never
/// falls.
public final class ExpectationMaximization {
  public struct Options: Sendable {
    public var batch = 512
    /// Added to the counts of a sum unit or a categorical input over all its entries, in samples.
    public var pseudocount: Float = 2
    public var threads = 1

    public init() {}
  }

  public private(set) var circuit: Circuit
  private let options: Options
  private let layout: ParameterLayout
  private let parameters: UnsafeMutableBufferPointer<Float>
  private let statistics: UnsafeMutableBufferPointer<Float>
  private var sampleCount = 1
  private var hasStatistics = false
  private let passes: [CircuitPass]
  private let gathered: [UnsafeMutableBufferPointer<Float>]

  /// Batches are cut into this many parts whatever the number of threads, so that the sums do not depend on it.
  private static let parts = 2

  public init(_ circuit: Circuit, _ options: Options = Options()) {
    openblas_set_num_threads(1)
    self.circuit = circuit
    self.options = options
    let layout = ParameterLayout(circuit)
    self.layout = layout
    parameters = Self.zeros(layout.count)
    statistics = Self.zeros(layout.count)
    _ = parameters.update(fromContentsOf: layout.parameters(of: circuit))
    let share = (options.batch + Self.parts - 1) / Self.parts
    passes = (0..<Self.parts).map { _ in CircuitPass(circuit, layout, capacity: share) }
    gathered = (0..<Self.parts).map { _ in Self.zeros(layout.count) }
  }

  deinit {
    for buffer in gathered + [parameters, statistics] { buffer.deallocate() }
  }

  private static func zeros(_ count: Int) -> UnsafeMutableBufferPointer<Float> {
    let buffer = UnsafeMutableBufferPointer<Float>.allocate(capacity: count)
    buffer.initialize(repeating: 0)
    return buffer
  }

  /// Parameters and running statistics, to go on from with `restore`.
  func snapshot() -> (parameters: [Float], statistics: [Float]) {
    (Array(parameters), hasStatistics ? Array(statistics) : [])
  }

  /// The inverse of `snapshot`, for the same circuit. False if the sizes are not those of the circuit.
  func restore(parameters: [Float], statistics: [Float]) -> Bool {
    guard parameters.count == layout.count, [0, layout.count].contains(statistics.count) else { return false }
    _ = self.parameters.update(fromContentsOf: parameters)
    _ = self.statistics.update(fromContentsOf: statistics)
    hasStatistics = !statistics.isEmpty
    return true
  }

  /// What has lately run through every weight of a sum [units, units of the child], in samples a sample.
  func flows(ofSum index: Int) -> UnsafeBufferPointer<Float> {
    guard case .sum(let sum) = circuit.layers[index] else { return UnsafeBufferPointer(start: nil, count: 0) }
    let start = layout.starts[index]
    return UnsafeBufferPointer(rebasing: statistics[start..<start + sum.weights.count])
  }

  /// Mean natural log-likelihood of the rows of a table.
  public func logLikelihood(_ table: IntegerTable) -> Double {
    var total = 0.0
    for batch in batches(Array(0..<table.rowCount)) {
      total += run(batch, table, wantsFlows: false)
    }
    return total / Double(table.rowCount)
  }

  /// One pass over the rows in the order given; `step` of 0...1 for each mini-batch. Returns the mean natural
  /// log-likelihood of the batches, each before its step.
  public func epoch(_ table: IntegerTable, order: [Int], step: (Int) -> Float) -> Double {
    sampleCount = order.count
    var total = 0.0
    for (index, batch) in batches(order).enumerated() {
      total += run(batch, table, wantsFlows: true)
      update(step: step(index), samples: batch.count)
    }
    return total / Double(order.count)
  }

  /// One step of plain EM on all rows.
  public func fullBatch(_ table: IntegerTable) -> Double {
    sampleCount = table.rowCount
    var total = 0.0
    for batch in batches(Array(0..<table.rowCount)) { total += run(batch, table, wantsFlows: true) }
    update(step: 1, samples: table.rowCount)
    return total / Double(table.rowCount)
  }

  /// The circuit with the parameters learned so far.
  public func learned() -> Circuit {
    layout.circuit(circuit, parameters: parameters)
  }

  private func batches(_ order: [Int]) -> [ArraySlice<Int>] {
    stride(from: 0, to: order.count, by: options.batch).map {
      order[$0..<min($0 + options.batch, order.count)]
    }
  }

  private func run(_ batch: ArraySlice<Int>, _ table: IntegerTable, wantsFlows: Bool) -> Double {
    let share = (batch.count + Self.parts - 1) / Self.parts
    var totals = [Double](repeating: 0, count: Self.parts)
    totals.withUnsafeMutableBufferPointer { totals in
      withParts { part, flows in
        let first = min(batch.startIndex + part * share, batch.endIndex)
        let rows = batch[first..<min(first + share, batch.endIndex)]
        guard !rows.isEmpty else { return }
        totals[part] = passes[part].logLikelihood(table, rows, parameters.baseAddress!)
        if wantsFlows { passes[part].addFlows(count: rows.count, parameters.baseAddress!, to: flows) }
      }
    }
    return totals.reduce(0, +)
  }

  /// Calls `body` for every part and its flows, on the threads of the options.
  private func withParts(_ body: (Int, UnsafeMutablePointer<Float>) -> Void) {
    guard options.threads > 1 else { return gathered.indices.forEach { body($0, gathered[$0].baseAddress!) } }
    withoutActuallyEscaping(body) { body in
      nonisolated(unsafe) let shared = body
      nonisolated(unsafe) let gathered = gathered
      DispatchQueue.concurrentPerform(iterations: gathered.count) { shared($0, gathered[$0].baseAddress!) }
    }
  }

  /// Takes the flows into the statistics, empties them, and sets the parameters.
  private func update(step: Float, samples: Int) {
    let kept = hasStatistics ? 1 - step : 0
    let scale = (hasStatistics ? step : 1) / Float(samples)
    hasStatistics = true
    // Every worker has layers of its own.
    let workers = max(options.threads, 1)
    nonisolated(unsafe) let learning = self
    DispatchQueue.concurrentPerform(iterations: workers) { worker in
      for index in stride(from: worker, to: learning.circuit.layers.count, by: workers) {
        learning.update(index, kept: kept, scale: scale)
      }
    }
  }

  private func update(_ index: Int, kept: Float, scale: Float) {
    let extra = options.pseudocount / Float(sampleCount)
    let weights = parameters.baseAddress! + layout.starts[index]
    let counts = statistics.baseAddress! + layout.starts[index]
    func collect(_ count: Int, weighted: Bool) {
      let parts = gathered.map { $0.baseAddress! + layout.starts[index] }
      circuit_collect(counts, parts[0], parts[1], weighted ? weights : nil, kept, scale, Int32(count))
    }
    switch circuit.layers[index] {
    case .product: break
    case .sum(let sum):
      collect(sum.weights.count, weighted: true)
      let width = sum.weights.count / sum.units
      circuit_normalise_rows(weights, counts, Int32(sum.units), Int32(width), extra)
    case .input(let input):
      guard input.tiedTo == nil else { return }
      collect(input.units * input.cardinality, weighted: false)
      circuit_normalise_columns(weights, counts, Int32(input.cardinality), Int32(input.units), extra)
    }
  }
}
