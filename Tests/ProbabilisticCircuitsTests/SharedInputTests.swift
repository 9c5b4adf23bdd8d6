import Bytes
import CircuitLearning
import Foundation
import Testing
import TestSupport

@testable import ProbabilisticCircuits

/// Circuits whose variables share input distributions.
struct SharedInputTests {
  static let shapes: [[Int]] = [[5, 5, 5, 5, 5], [9, 3, 9, 3, 9, 9, 3], [7], [40, 40]]

  private static func circuit(_ cardinalities: [Int]) -> Circuit {
    SmallCircuits.tree(cardinalities: cardinalities, states: 6, sharedInputs: 4, seed: 9)
  }

  @Test(arguments: shapes)
  func sharing(cardinalities: [Int]) {
    let circuit = Self.circuit(cardinalities)
    #expect(circuit.violations.isEmpty)
    let inputs = circuit.layers.compactMap { layer -> InputLayer? in
      if case .input(let input) = layer { input } else { nil }
    }
    #expect(inputs.count == cardinalities.count)
    #expect(inputs.count { $0.tiedTo == nil } == Set(cardinalities).count)
    let total = inputs.reduce(0) { $0 + $1.parameterCount }
    #expect(total == 4 * Set(cardinalities).reduce(0, +))
  }

  @Test func probabilitiesAddUpToOne() {
    let circuit = Self.circuit([3, 3, 2, 3])
    let total = SmallCircuits.everything([3, 3, 2, 3]).reduce(0.0) { $0 + exp(circuit.logLikelihood($1)) }
    #expect(abs(total - 1) < 1e-5)
  }

  /// File, both coders, and the price that the circuit itself says.
  @Test(arguments: shapes)
  func coding(cardinalities: [Int]) throws {
    let circuit = Self.circuit(cardinalities)
    let quantized = circuit.quantized()
    #expect(try QuantizedCircuit(parsing: quantized.serialized()) == quantized)
    let table = SmallCircuits.samples(circuit, count: 900)
    let coder = try #require(TreeCoder(quantized))
    let coded = coder.encode(table)
    #expect(coder.decode(coded, rowCount: 900) == table)
    let exact = quantized.dequantized()
    let bits = (0..<900).reduce(0.0) { $0 - exact.logLikelihood(table.row($1)) / Foundation.log(2) }
    #expect(abs(Double(coded[0].count * 8) - bits) < 0.001 * bits + 64)
    let general = try #require(VtreeCoder(quantized))
    let stream = general.encode(table)
    #expect(general.decode(stream, rowCount: 900) == table)
    #expect(abs(Double(stream.count * 8) - bits) < 0.001 * bits + 64)
  }

  /// Ties must lead back to an input of the same sizes that is not tied itself.
  @Test func wrongTies() throws {
    let circuit = Self.circuit([5, 5, 5])
    let tied = try #require(
      circuit.layers.firstIndex { if case .input(let input) = $0 { input.tiedTo != nil } else { false } })
    for target in [tied, tied + 1, -1, circuit.layers.count] {
      var layers = circuit.layers
      guard case .input(var input) = layers[tied] else { continue }
      input.tiedTo = target
      layers[tied] = .input(input)
      #expect(!Circuit(unchecked: layers, cardinalities: [5, 5, 5]).violations.isEmpty)
    }
  }

  @Test func likelihoodsAgree() {
    let circuit = Self.circuit([9, 3, 9, 3, 9])
    let table = SmallCircuits.samples(circuit, count: 300)
    let mean = (0..<300).reduce(0.0) { $0 + circuit.logLikelihood(table.row($1)) } / 300
    #expect(abs(ExpectationMaximization(circuit).logLikelihood(table) - mean) < 1e-4)
  }

  /// A step of EM on all rows never makes them less likely, and ties hold.
  @Test func fullBatchesClimb() {
    let truth = Self.circuit([6, 6, 6, 6])
    let table = SmallCircuits.samples(truth, count: 700)
    let start = SmallCircuits.tree(cardinalities: [6, 6, 6, 6], states: 5, sharedInputs: 4, seed: 77)
    var options = ExpectationMaximization.Options()
    options.pseudocount = 0
    let learning = ExpectationMaximization(start, options)
    var last = -Double.infinity
    for _ in 0..<30 {
      let now = learning.fullBatch(table)
      #expect(now > last - 1e-5)
      last = now
    }
    #expect(learning.learned().violations.isEmpty)
  }
}
