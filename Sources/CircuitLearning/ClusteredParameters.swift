import ProbabilisticCircuits

/// Parameters counted from samples whose hidden states are clusters.
struct ClusteredParameters: HiddenTreeParameters {
  let table: IntegerTable
  let clusters: StateClusters
  /// Added to the counts of a row, spread as all rows together are.
  private let smoothing: Float = 4
  /// Shared inputs by cardinality.
  private var shared: [Int: [Float]] = [:]

  init(_ table: IntegerTable, _ clusters: StateClusters) {
    self.table = table
    self.clusters = clusters
  }

  mutating func input(of variable: Int?, units: Int, cardinality: Int) -> [Float] {
    guard let variable else {
      let bumps = [Float].bumps(units, cardinality: cardinality)
      shared[cardinality] = bumps
      return bumps
    }
    var counts = [Float](repeating: 0, count: units * cardinality)
    for (row, value) in table.column(variable).enumerated() {
      counts[Int(clusters.labels[variable][row]) * cardinality + Int(value)] += 1
    }
    return smoothed(counts, rows: units)
  }

  mutating func transitions(from parent: Int?, to child: Int, rows: Int, width: Int) -> [Float] {
    var counts = [Float](repeating: 0, count: rows * width)
    for row in 0..<table.rowCount {
      let from = parent.map { Int(clusters.labels[$0][row]) } ?? 0
      counts[from * width + Int(clusters.labels[child][row])] += 1
    }
    return smoothed(counts, rows: rows)
  }

  mutating func mixture(
    of variable: Int, givenStateOf hidden: Int, rows: Int, width: Int, cardinality: Int
  ) -> [Float] {
    var byValue: [Int: [Float]] = [:]
    let inputs = shared[cardinality] ?? []
    var counts = [Float](repeating: 0, count: rows * width)
    for (row, value) in table.column(variable).enumerated() {
      let value = Int(value)
      let parts =
        byValue[value]
        ?? {
          let column = (0..<width).map { inputs[$0 * cardinality + value] }
          let total = column.reduce(0, +)
          return column.map { $0 / total }
        }()
      byValue[value] = parts
      let state = rows == 1 ? 0 : Int(clusters.labels[hidden][row])
      for unit in 0..<width { counts[state * width + unit] += parts[unit] }
    }
    return smoothed(counts, rows: rows)
  }

  /// Counts with a share of what all rows together have, and a little of everything, normalised.
  private func smoothed(_ counts: [Float], rows: Int) -> [Float] {
    let width = counts.count / rows
    var all = [Float](repeating: 0, count: width)
    for row in 0..<rows { for place in 0..<width { all[place] += counts[row * width + place] } }
    let total = max(all.reduce(0, +), 1)
    return (0..<rows).flatMap { row -> [Float] in
      let values = (0..<width).map {
        counts[row * width + $0] + smoothing * (0.9 * all[$0] / total + 0.1 / Float(width))
      }
      let sum = values.reduce(0, +)
      return values.map { $0 / sum }
    }
  }
}
