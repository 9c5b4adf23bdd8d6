import Bytes
import Foundation
import Testing
import TestSupport

@testable import ProbabilisticCircuits

struct BatchInferenceTests {
  /// Side by side as one at a time.
  @Test func agreesWithTheReference() {
    for circuit in [
      SmallCircuits.tree(cardinalities: [5, 2, 9, 3, 4, 2], states: 7),
      SmallCircuits.tree(cardinalities: [4], states: 2), VtreeCoderTests.lattice,
    ] {
      let table = SmallCircuits.samples(circuit, count: 50)
      let logarithms = circuit.logLikelihoods(table, rows: 3..<50)
      for row in 3..<50 {
        #expect(abs(logarithms[row - 3] - circuit.logLikelihood(table.row(row).map { $0 })) < 1e-11)
      }
      #expect(circuit.logLikelihoods(table, rows: 7..<7).isEmpty)
    }
  }

  /// Far below the range of doubles, and impossible.
  @Test func smallAndZero() {
    let leaves = (0..<3000).map { variable in
      Layer.input(
        InputLayer(
          variable: variable, cardinality: 2, units: 1, distributions: .categorical([1, 0].map { $0 })))
    }
    let product = Layer.product(ProductLayer(children: Array(0..<3000), units: 1))
    let root = Layer.sum(SumLayer(child: 3000, units: 1, weights: [1]))
    let sure = Circuit(cardinalities: [Int](repeating: 2, count: 3000), layers: leaves + [product, root])
    let unsure = sure.withParameters { _, layer in
      if case .sum = layer { [1] } else { [0.125, 0.875] }
    }
    var values = [UInt16](repeating: 0, count: 6000)
    values[2 * 17 + 1] = 1
    let table = IntegerTable(rowCount: 2, columnCount: 3000, columns: values)
    #expect(sure.logLikelihoods(table, rows: 0..<2) == [0, -.infinity])
    let expected = 3000 * log(0.125)
    #expect(abs(unsure.logLikelihoods(table, rows: 0..<1)[0] - expected) < 1e-8)
  }

  @Test func rowsOfTables() {
    let table = IntegerTable(rowCount: 5, columnCount: 3, columns: (0..<15).map { UInt16($0 * $0) })
    for range in [0..<5, 1..<4, 4..<5, 2..<2] { #expect(table.rows(range) == table.rows(Array(range))) }
  }

  /// States and streams by one call, for both coders.
  @Test func coders() throws {
    let circuit = SmallCircuits.tree(cardinalities: [5, 2, 9], states: 3)
    let table = SmallCircuits.samples(circuit, count: 20)
    let quantized = circuit.quantized()
    let coders: [any CircuitCoder] = [
      try #require(TreeCoder(quantized)), try #require(VtreeCoder(quantized)),
    ]
    for coder in coders {
      for kind in [TreeCoder.Streams.shared, .perSample] {
        let streams = coder.streams(of: table, kind)
        #expect(streams.count == (kind == .shared ? 1 : 20))
        let decoded = coder.decode(streams: streams.map { $0.bytes[...] }, rowCount: 20, kind)
        #expect(decoded?.table == table && decoded?.states == streams.map(\.finalState))
      }
    }
    #expect(quantized.coder is TreeCoder)
    #expect(VtreeCoderTests.lattice.quantized().coder is VtreeCoder)
  }
}
