import CKernels
import Foundation
import Testing
import TestSupport

@testable import ProbabilisticCircuits

struct TreeCoderTests {
  static let shapes: [([Int], Int)] = [
    ([2], 1), ([1, 1, 5], 2), ([256, 2, 17], 5), ([16, 300, 33, 16], 8), ([4, 4, 4, 4, 4, 4, 4, 4], 16),
    ([600, 3], 33),
  ]

  /// Samples of the circuit come back, and cost what the circuit says of them, but for rounding.
  @Test(arguments: shapes)
  func roundTripAtTheRightPrice(cardinalities: [Int], states: Int) throws {
    let circuit = SmallCircuits.tree(cardinalities: cardinalities, states: states, seed: UInt64(states))
    let table = SmallCircuits.samples(circuit, count: 1500)
    let coder = try #require(TreeCoder(circuit.quantized()))
    let streams = coder.encode(table)
    #expect(coder.decode(streams, rowCount: table.rowCount) == table)
    let ideal = (0..<table.rowCount).reduce(0.0) {
      $0 - circuit.logLikelihood(table.row($1).map { $0 }) / log(2)
    }
    #expect(Double(streams[0].count * 8) < ideal * 1.003 + 100)
  }

  @Test func oneStreamASample() throws {
    let circuit = SmallCircuits.tree(cardinalities: [20, 7, 2, 9], states: 6)
    let table = SmallCircuits.samples(circuit, count: 50)
    let coder = try #require(TreeCoder(circuit.quantized()))
    let streams = coder.encode(table, .perSample)
    #expect(streams.count == 50)
    #expect(coder.decode(streams, rowCount: 50, .perSample) == table)
    let alone = coder.decode([streams[17]], rowCount: 1, .perSample)
    #expect(alone == table.rows([17]))
  }

  /// Rows that the circuit thinks impossible are coded too.
  @Test func unlikelyRows() throws {
    let circuit = SmallCircuits.tree(cardinalities: [40, 40, 40], states: 4)
    var random = SeededRandom(9)
    let values = (0..<3 * 200).map { _ in UInt16(random.next(below: 40)) }
    let table = IntegerTable(rowCount: 200, columnCount: 3, columns: values)
    let coder = try #require(TreeCoder(circuit.quantized()))
    #expect(coder.decode(coder.encode(table), rowCount: 200) == table)
  }

  @Test func instructionSetsAgree() throws {
    let circuit = SmallCircuits.tree(cardinalities: [256, 31, 64, 2, 90], states: 21)
    let table = SmallCircuits.samples(circuit, count: 300)
    let coder = try #require(TreeCoder(circuit.quantized()))
    let reference = coder.encode(table)
    let best = kernels_best_level()
    defer { _ = kernels_set_level(best) }
    for level in [kernels_level_baseline, kernels_level_avx2, kernels_level_avx512] {
      _ = kernels_set_level(Int32(level))
      #expect(coder.encode(table) == reference)
    }
  }

  /// Damaged streams give other symbols or nil, never a trap.
  @Test func damage() throws {
    let circuit = SmallCircuits.tree(cardinalities: [256, 31, 64], states: 5)
    let table = SmallCircuits.samples(circuit, count: 100)
    let coder = try #require(TreeCoder(circuit.quantized()))
    let stream = coder.encode(table)[0]
    for index in stride(from: 0, to: stream.count, by: 3) {
      var bytes = stream
      bytes[index] ^= 0x41
      #expect(coder.decode([bytes], rowCount: 100) != table)
    }
    #expect(coder.decode([Array(stream.prefix(stream.count / 2))], rowCount: 100) == nil)
    #expect(coder.decode([], rowCount: 100) == nil)
  }
}
