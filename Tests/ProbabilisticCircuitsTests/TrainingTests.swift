import Bytes
import Foundation
import Testing
import TestSupport

@testable import CircuitLearning
@testable import ProbabilisticCircuits

/// Learning in stages.
struct TrainingTests {
  private static let cardinalities = [6, 6, 4, 6, 4, 6]
  private static let truth = SmallCircuits.tree(cardinalities: cardinalities, states: 4, seed: 5)

  private static func options() -> CircuitTraining.Options {
    var options = CircuitTraining.Options()
    options.states = 8
    options.sharedInputs = 5
    options.growths = 1
    options.pruning = 0.5
    options.epochs = 3
    options.finishing = 1
    options.learning.batch = 64
    return options
  }

  /// Learned circuits come near what the samples are of, on samples that they have not seen.
  @Test(arguments: [nil, 5])
  func learns(sharedInputs: Int?) throws {
    var options = Self.options()
    options.sharedInputs = sharedInputs
    let table = SmallCircuits.samples(Self.truth, count: 3000)
    let unseen = SmallCircuits.samples(Self.truth, count: 1000, seed: 99)
    let training = CircuitTraining(table, cardinalities: Self.cardinalities, options)
    let (circuit, bits) = try training.run()
    #expect(circuit.violations.isEmpty)
    func price(_ circuit: Circuit) -> Double {
      -ExpectationMaximization(circuit).logLikelihood(unseen) / Foundation.log(2) / 6
    }
    let independent = Double(Foundation.log2(6.0) * 4 + 4) / 6
    #expect(price(circuit) < price(Self.truth) + 0.25 * (independent - price(Self.truth)))
    #expect(abs(bits - price(circuit)) < 0.1)
  }

  /// From every checkpoint the end is the same, whatever the number of threads.
  @Test func checkpoints() throws {
    let table = SmallCircuits.samples(Self.truth, count: 500)
    let training = CircuitTraining(table, cardinalities: Self.cardinalities, Self.options())
    var saved: [[UInt8]] = []
    var epochs: [Int] = []
    let whole = try training.run(save: { saved.append($0()) }, progress: { epochs.append($0.epoch) })
    #expect(saved.count == 9 && epochs == Array(1...9))
    var threaded = Self.options()
    threaded.learning.threads = 2
    let other = CircuitTraining(table, cardinalities: Self.cardinalities, threaded)
    for checkpoint in saved {
      let end = try other.run(from: checkpoint)
      #expect(end.circuit == whole.circuit && end.bits == whole.bits)
    }
  }

  /// Every second row is the one before it, moved by one place within each channel.
  @Test func shifts() {
    var random = SeededRandom(4)
    let (height, width, depth, rows) = (3, 4, 2, 40)
    let values = (0..<height * width * depth * rows).map { _ in UInt16(1 + random.next(below: 9)) }
    let table = IntegerTable(rowCount: rows, columnCount: height * width * depth, columns: values)
    let both = table.withShiftedCopies([height, width, depth], using: &random)
    #expect(both.rowCount == 2 * rows)
    var used: Set<[Int]> = []
    for row in 0..<rows {
      let original = both.row(2 * row)
      #expect(original == table.row(row))
      let fits = [(0, 1), (0, -1), (1, 0), (-1, 0)].filter { down, right in
        (0..<original.count).allSatisfy { column in
          let (y, x) = (column / depth / width + down, column / depth % width + right)
          let isInside = (0..<height).contains(y) && (0..<width).contains(x)
          let expected = isInside ? original[(y * width + x) * depth + column % depth] : 0
          return both.row(2 * row + 1)[column] == expected
        }
      }
      #expect(fits.count == 1)
      used.formUnion(fits.map { [$0.0, $0.1] })
    }
    #expect(used.count == 4)
  }

  /// Learning that goes on ends no worse than where it began, and remembers where that was.
  @Test func goingOn() throws {
    let table = SmallCircuits.samples(Self.truth, count: 2000)
    var options = Self.options()
    (options.growths, options.pruning) = (0, 0)
    let first = try CircuitTraining(table, cardinalities: Self.cardinalities, options).run()
    let training = CircuitTraining(
      table, cardinalities: Self.cardinalities, start: first.circuit, options)
    var seen: [Double] = []
    let second = try training.run(progress: { seen.append($0.validationBits) })
    #expect(second.bits < first.bits + 0.01 && second.circuit.layers.count == first.circuit.layers.count)
    #expect(seen.allSatisfy { $0 < first.bits + 0.1 })
  }

  @Test func foreignCheckpoints() throws {
    let table = SmallCircuits.samples(Self.truth, count: 300)
    var options = Self.options()
    let training = CircuitTraining(table, cardinalities: Self.cardinalities, options)
    var saved: [UInt8] = []
    _ = try training.run(save: { saved = $0() })
    options.seed = 2
    let other = CircuitTraining(table, cardinalities: Self.cardinalities, options)
    #expect(throws: CodecError.self) { try other.run(from: saved) }
    for length in stride(from: 0, to: saved.count, by: 97) {
      #expect(throws: CodecError.self) { try training.run(from: Array(saved[..<length])) }
    }
    saved[saved.count / 2] ^= 1
    #expect(throws: CodecError.self) { try training.run(from: saved) }
  }

  /// Without noise a grown circuit is the same distribution with twice the units.
  @Test(arguments: [nil, 5])
  func growing(sharedInputs: Int?) {
    let circuit = SmallCircuits.tree(
      cardinalities: Self.cardinalities, states: 3, sharedInputs: sharedInputs, seed: 6)
    var random = SplitMix64(seed: 1)
    let grown = circuit.grown(noise: 0, using: &random)
    #expect(grown.violations.isEmpty)
    #expect(grown.layers.map(\.units).max() == max(6, sharedInputs ?? 0))
    let table = SmallCircuits.samples(circuit, count: 50)
    for row in 0..<50 {
      #expect(abs(grown.logLikelihood(table.row(row)) - circuit.logLikelihood(table.row(row))) < 1e-4)
    }
    let noisy = circuit.grown(noise: 0.3, using: &random)
    #expect(noisy.violations.isEmpty && noisy != grown)
  }

  /// The weights that least runs through go, and stay away.
  @Test func pruning() {
    let table = SmallCircuits.samples(Self.truth, count: 800)
    let learning = ExpectationMaximization(Self.truth)
    let order = Array(0..<800)
    _ = learning.epoch(table, order: order, step: { _ in 0.5 })
    func weights(_ circuit: Circuit) -> [Float] {
      circuit.layers.flatMap { layer -> [Float] in if case .sum(let sum) = layer { sum.weights } else { [] } }
    }
    let before = weights(Self.truth).count
    let pruned = learning.pruned(share: 0.4)
    #expect(pruned.violations.isEmpty)
    let zeros = weights(pruned).count { $0 == 0 }
    #expect(zeros > before * 35 / 100 && zeros <= before * 41 / 100)
    let again = ExpectationMaximization(pruned)
    _ = again.epoch(table, order: order, step: { _ in 0.5 })
    #expect(weights(again.learned()).count { $0 == 0 } >= zeros)
    #expect(!weights(learning.pruned(share: 0)).contains(0))
  }
}
