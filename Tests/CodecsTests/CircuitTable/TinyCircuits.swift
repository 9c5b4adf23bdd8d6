import CircuitLearning
import ProbabilisticCircuits
import Tables
import TestSupport

@testable import Codecs

/// Circuits small enough for tests that try everything, and tables for them.
enum TinyCircuits {
  /// Rows of six values that depend on each other.
  static func table(rows: Int, seed: UInt64 = 1) -> SampleTable {
    var random = SeededRandom(seed)
    var values = [UInt16](repeating: 0, count: rows * 6)
    for row in 0..<rows {
      var value = random.next(below: 5)
      for column in 0..<6 {
        if random.next(below: 4) == 0 { value = random.next(below: 5) }
        values[column * rows + row] = UInt16(value)
      }
    }
    let shape = [2, 3]
    return SampleTable(
      table: IntegerTable(rowCount: rows, columnCount: 6, columns: values), shape: shape,
      origin: TableOrigin(
        format: "npy", header: NPYFormat().makeHeader(dimensions: [rows] + shape, isWide: false)))
  }

  /// A hidden tree learned of such rows.
  static let learned: [UInt8] = {
    var options = CircuitTraining.Options()
    options.states = 4
    options.epochs = 6
    let training = CircuitTraining(
      table(rows: 600).table, cardinalities: [Int](repeating: 5, count: 6), options)
    guard let learned = try? training.run() else { return [] }
    return learned.circuit.quantized().serialized()
  }()

  /// A circuit that is no hidden tree: a product of two mixtures of pairs and of two single inputs.
  static let general: [UInt8] = {
    var random = SeededRandom(8)
    var layers: [Layer] = []
    func rows(_ count: Int, _ width: Int) -> [Float] {
      (0..<count).flatMap { _ -> [Float] in
        let row = random.floats(width, in: 0.1...1)
        return row.map { $0 / row.reduce(0, +) }
      }
    }
    func append(_ layer: Layer) -> Int {
      layers.append(layer)
      return layers.count - 1
    }
    func pair(_ first: Int) -> Int {
      let inputs = [first, first + 1].map { variable in
        append(
          .input(
            InputLayer(variable: variable, cardinality: 5, units: 3, distributions: .categorical(rows(3, 5))))
        )
      }
      let product = append(.product(ProductLayer(children: inputs, units: 3)))
      return append(.sum(SumLayer(child: product, units: 2, weights: rows(2, 3))))
    }
    let pairs = [0, 2, 4].map(pair)
    let front = append(.product(ProductLayer(children: [pairs[0], pairs[1]], units: 2)))
    let mixed = append(.sum(SumLayer(child: front, units: 2, weights: rows(2, 2))))
    let all = append(.product(ProductLayer(children: [mixed, pairs[2]], units: 2)))
    _ = append(.sum(SumLayer(child: all, units: 1, weights: rows(1, 2))))
    return Circuit(cardinalities: [Int](repeating: 5, count: 6), layers: layers).quantized().serialized()
  }()
}
