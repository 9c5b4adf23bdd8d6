import Dispatch
import Foundation

/// Pairwise mutual information of variables, estimated on a sample.
public struct MutualInformation: Sendable {
  public let count: Int
  /// Symmetric, [count, count], in nats.
  private var values: [Float]

  /// - Parameters:
  ///   - table: the sample.
  ///   - bins: values are put into this many equal ranges.
  ///   - pseudocount: added to each cell of a pair's table, over all cells.
  public init(
    _ table: IntegerTable, cardinalities: [Int], bins: Int = 16, pseudocount: Double = 0.1, threads: Int
  ) {
    count = cardinalities.count
    let variables = count
    let columns = cardinalities.indices.map { variable in
      table.column(variable).map { UInt8(Int($0) * bins / max(cardinalities[variable], bins)) }
    }
    let rows = table.rowCount
    var values = [Float](repeating: 0, count: variables * variables)
    values.withUnsafeMutableBufferPointer { buffer in
      nonisolated(unsafe) let buffer = buffer
      DispatchQueue.concurrentPerform(iterations: threads) { worker in
        for first in stride(from: worker, to: variables, by: threads) {
          for second in 0..<first {
            var cells = [Int32](repeating: 0, count: bins * bins)
            for row in 0..<rows { cells[Int(columns[first][row]) * bins + Int(columns[second][row])] += 1 }
            let value = Self.information(cells, bins: bins, rows: rows, pseudocount: pseudocount)
            buffer[first * variables + second] = value
            buffer[second * variables + first] = value
          }
        }
      }
    }
    self.values = values
  }

  /// In nats; 0 of a variable with itself.
  public subscript(first: Int, second: Int) -> Float { values[first * count + second] }

  private static func information(_ cells: [Int32], bins: Int, rows: Int, pseudocount: Double) -> Float {
    let total = Double(rows) + pseudocount
    let share = pseudocount / Double(bins * bins)
    var firsts = [Double](repeating: 0, count: bins)
    var seconds = firsts
    for a in 0..<bins {
      for b in 0..<bins {
        let p = (Double(cells[a * bins + b]) + share) / total
        firsts[a] += p
        seconds[b] += p
      }
    }
    var sum = 0.0
    for a in 0..<bins {
      for b in 0..<bins where cells[a * bins + b] > 0 {
        let p = (Double(cells[a * bins + b]) + share) / total
        sum += p * log(p / (firsts[a] * seconds[b]))
      }
    }
    return Float(sum)
  }
}
