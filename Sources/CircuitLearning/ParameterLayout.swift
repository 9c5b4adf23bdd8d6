import Foundation
import ProbabilisticCircuits

/// Where the parameters of a circuit's layers stand in one array: weights of sums [units, units of the child], inputs
/// as tables [cardinality, units], so that a sample's probabilities lie side by side.
struct ParameterLayout {
  /// First parameter of every layer; of products, of the layer after them.
  let starts: [Int]
  let count: Int
  nonisolated(unsafe) static var isTied = getenv("TIE") != nil

  init(_ circuit: Circuit) {
    var starts: [Int] = []
    var next = 0
    var first = -1
    for layer in circuit.layers {
      starts.append(next)
      switch layer {
      case .input(let input):
        if Self.isTied, first >= 0 {
          starts[starts.count - 1] = first
        } else {
          first = next
          next += input.units * input.cardinality
        }
      case .product: break
      case .sum(let sum): next += sum.weights.count
      }
    }
    self.starts = starts
    count = next
  }

  /// The parameters of a circuit.
  func parameters(of circuit: Circuit) -> [Float] {
    var seen: Set<Int> = []
    return zip(starts, circuit.layers).flatMap { start, layer -> [Float] in
      switch layer {
      case .input(let input):
        return Self.isTied && !seen.insert(start).inserted ? [] : Self.transposed(input.probabilities, rows: input.units)
      case .product: return []
      case .sum(let sum): return sum.weights
      }
    }
  }

  /// The columns of a row-major matrix, one after the other.
  static func transposed(_ values: some RandomAccessCollection<Float>, rows: Int) -> [Float] {
    let width = values.count / rows
    var result = [Float](repeating: 0, count: values.count)
    for (index, value) in values.enumerated() { result[index % width * rows + index / width] = value }
    return result
  }
}
