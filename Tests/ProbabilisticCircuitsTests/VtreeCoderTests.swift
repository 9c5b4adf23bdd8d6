import Foundation
import Testing
import TestSupport

@testable import ProbabilisticCircuits

struct VtreeCoderTests {
  /// Two coders, one circuit: the same rows at nearly the same price.
  @Test(arguments: TreeCoderTests.shapes.dropLast())
  func agreesWithTheTreeCoder(cardinalities: [Int], states: Int) throws {
    let circuit = SmallCircuits.tree(cardinalities: cardinalities, states: states, seed: 40)
    let table = SmallCircuits.samples(circuit, count: 400)
    let general = try #require(VtreeCoder(circuit.quantized()))
    let stream = general.encode(table)
    #expect(general.decode(stream, rowCount: 400) == table)
    let tree = try #require(TreeCoder(circuit.quantized())).encode(table)[0]
    #expect(abs(Double(stream.count - tree.count)) < 0.003 * Double(tree.count) + 8)
  }

  /// A circuit that is no tree: two mixtures over the same halves, mixed at the root.
  static var lattice: Circuit {
    var layers: [Layer] = []
    func input(_ variable: Int, _ rows: [Float], units: Int) -> Int {
      layers.append(
        .input(
          InputLayer(
            variable: variable, cardinality: rows.count / units, units: units,
            distributions: .categorical(rows))))
      return layers.count - 1
    }
    func product(_ children: [Int], units: Int) -> Int {
      layers.append(.product(ProductLayer(children: children, units: units)))
      return layers.count - 1
    }
    func sum(_ child: Int, _ weights: [Float], units: Int) -> Int {
      layers.append(.sum(SumLayer(child: child, units: units, weights: weights)))
      return layers.count - 1
    }
    let a = input(0, [0.1, 0.6, 0.3, 0.7, 0.2, 0.1, 0.25, 0.25, 0.5], units: 3)
    let b = input(1, [0.9, 0.1, 0.5, 0.5, 0.2, 0.8], units: 3)
    let c = input(2, [0.25, 0.25, 0.25, 0.25, 0.7, 0.1, 0.1, 0.1], units: 2)
    let d = input(3, [0.05, 0.95, 0.6, 0.4], units: 2)
    let ab = product([a, b], units: 3)
    let cd = product([c, d], units: 2)
    let left = sum(ab, [0.2, 0.3, 0.5, 0.8, 0.1, 0.1], units: 2)
    let otherLeft = sum(ab, [0, 0.9, 0.1, 0.5, 0, 0.5], units: 2)
    let right = sum(cd, [0.3, 0.7, 0.9, 0.1], units: 2)
    let first = product([left, right], units: 2)
    let middle = sum(first, [0.4, 0.6, 0.75, 0.25], units: 2)
    _ = otherLeft
    _ = sum(middle, [0.35, 0.65], units: 1)
    // `otherLeft` is over variables of the tree, but nothing runs through it: it must not disturb.
    return Circuit(cardinalities: [3, 2, 4, 2], layers: layers)
  }

  @Test func codesLattices() throws {
    let circuit = Self.lattice
    #expect(TreeCoder(circuit.quantized()) == nil)
    let table = SmallCircuits.samples(circuit, count: 3000)
    let coder = try #require(VtreeCoder(circuit.quantized()))
    let stream = coder.encode(table)
    #expect(coder.decode(stream, rowCount: 3000) == table)
    let ideal = (0..<3000).reduce(0.0) { $0 - circuit.logLikelihood(table.row($1).map { $0 }) / log(2) }
    #expect(Double(stream.count * 8) < ideal * 1.002 + 64)
  }

  @Test func splitsMustAgree() {
    let inputs = (0..<3).map { variable in
      Layer.input(
        InputLayer(
          variable: variable, cardinality: 2, units: 1, distributions: .categorical([0.5, 0.5])))
    }
    func product(_ children: [Int]) -> Layer { .product(ProductLayer(children: children, units: 1)) }
    let layers = inputs + [product([0, 1]), product([3, 2]), product([1, 2]), product([0, 5])]
    let root = Layer.sum(SumLayer(child: 4, units: 1, weights: [1]))
    let circuit = Circuit(cardinalities: [2, 2, 2], layers: layers + [root])
    #expect(Vtree(circuit) == nil && VtreeCoder(circuit.quantized()) == nil)
    let agreeing = Circuit(
      cardinalities: [2, 2, 2],
      layers: inputs + [product([0, 1]), product([3, 2])].map { $0 } + [
        .sum(SumLayer(child: 4, units: 1, weights: [1]))
      ])
    #expect(Vtree(agreeing)?.order == [0, 1, 2])
  }
}
