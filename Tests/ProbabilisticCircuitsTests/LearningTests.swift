import CircuitLearning
import Foundation
import Testing
import TestSupport

@testable import ProbabilisticCircuits

struct LearningTests {
  /// Batches in single precision against the reference in double.
  @Test func likelihoodsAgree() {
    let circuit = SmallCircuits.tree(cardinalities: [5, 2, 9, 3, 4, 2], states: 7)
    let table = SmallCircuits.samples(circuit, count: 300)
    let mean = (0..<300).reduce(0.0) { $0 + circuit.logLikelihood(table.row($1).map { $0 }) } / 300
    #expect(abs(ExpectationMaximization(circuit).logLikelihood(table) - mean) < 1e-4)
  }

  /// A step of EM on all rows never makes them less likely.
  @Test func fullBatchesClimb() {
    let truth = SmallCircuits.tree(cardinalities: [6, 3, 8, 5], states: 4)
    let table = SmallCircuits.samples(truth, count: 700)
    let start = SmallCircuits.tree(cardinalities: [6, 3, 8, 5], states: 4, seed: 77)
    var options = ExpectationMaximization.Options()
    options.pseudocount = 0
    let learning = ExpectationMaximization(start, options)
    var last = -Double.infinity
    for _ in 0..<30 {
      let now = learning.fullBatch(table)
      #expect(now > last - 1e-5)
      last = now
    }
    let circuit = learning.learned()
    #expect(circuit.violations.isEmpty)
    let mean = (0..<700).reduce(0.0) { $0 + truth.logLikelihood(table.row($1).map { $0 }) } / 700
    #expect(last > mean - 0.02)
  }

  @Test func threadsChangeNothing() {
    let circuit = SmallCircuits.tree(cardinalities: [6, 3, 8, 5], states: 4)
    let table = SmallCircuits.samples(circuit, count: 333)
    let results = [1, 2].map { threads in
      var options = ExpectationMaximization.Options()
      options.threads = threads
      options.batch = 64
      let learning = ExpectationMaximization(circuit, options)
      _ = learning.epoch(table, order: Array((0..<333).reversed()), step: { 1 / Float($0 + 2) })
      return learning.learned()
    }
    #expect(results[0] == results[1])
  }

  /// The tree of a Markov chain is the chain, whatever the order of its variables.
  @Test func chowLiuFindsChains() {
    var random = SeededRandom(3)
    let order = [3, 0, 4, 1, 5, 2]
    var columns = [UInt16](repeating: 0, count: 6 * 2000)
    for row in 0..<2000 {
      var value = random.next(below: 4)
      for variable in order {
        if random.next(below: 4) == 0 { value = random.next(below: 4) }
        columns[variable * 2000 + row] = UInt16(value)
      }
    }
    let table = IntegerTable(rowCount: 2000, columnCount: 6, columns: columns)
    let tree = VariableTree(chowLiu: table, cardinalities: [Int](repeating: 4, count: 6), threads: 2)
    let edges = Set(
      tree.parents.enumerated().compactMap { child, parent in parent.map { Set([child, $0]) } })
    #expect(edges == Set(zip(order, order.dropFirst()).map { Set([$0, $1]) }))
    #expect(tree.root == 4 || tree.root == 1)
  }
}
