import Foundation

extension Circuit {
  /// Natural logarithms of the probabilities of some whole samples, in double precision; -infinity for impossible ones.
  ///
  /// The same answers as `logLikelihood` gives, many samples side by side. A layer's values go when the last layer above
  /// has used them.
  /// - Precondition: a table of the circuit's variables with values below the cardinalities, and rows of it.
  public func logLikelihoods(_ table: IntegerTable, rows: Range<Int>) -> [Double] {
    precondition(table.columnCount == variableCount, "a table of other variables")
    precondition(rows.lowerBound >= 0 && rows.upperBound <= table.rowCount, "rows that are not there")
    var lastUse = [Int](repeating: -1, count: layers.count)
    for (index, layer) in layers.enumerated() { for child in layer.children { lastUse[child] = index } }
    var values = [BatchValues?](repeating: nil, count: layers.count)
    for (index, layer) in layers.enumerated() {
      var result = BatchValues(units: layer.units, count: rows.count)
      switch layer {
      case .input(let input):
        result.choose(input, table.column(input.variable).dropFirst(rows.lowerBound).prefix(rows.count))
      case .product(let product):
        for child in product.children { values[child].map { result.multiply(by: $0) } }
      case .sum(let sum):
        values[sum.child].map { result.mix($0, sum.weights) }
      }
      for child in layer.children where lastUse[child] == index { values[child] = nil }
      values[index] = result
    }
    guard let root = values.last ?? nil else { return [] }
    return zip(root.values, root.logarithms).map { log($0) + $1 }
  }
}

/// Values of the units of one layer for some samples, [units, samples], each sample with a factor of its own.
private struct BatchValues {
  let units: Int
  let count: Int
  var values: [Double]
  /// Natural logarithms of what the samples' values were divided by.
  var logarithms: [Double]

  /// All ones.
  init(units: Int, count: Int) {
    self.units = units
    self.count = count
    values = [Double](repeating: 1, count: units * count)
    logarithms = [Double](repeating: 0, count: count)
  }

  mutating func choose(_ input: InputLayer, _ symbols: ArraySlice<UInt16>) {
    let probabilities = input.probabilities
    for unit in 0..<units {
      for (sample, symbol) in symbols.enumerated() {
        values[unit * count + sample] = Double(probabilities[unit * input.cardinality + Int(symbol)])
      }
    }
  }

  mutating func multiply(by other: BatchValues) {
    for index in values.indices { values[index] *= other.values[index] }
    for sample in 0..<count { logarithms[sample] += other.logarithms[sample] }
    // At once, not after all factors: a star of many leaves would leave the range of doubles.
    normalise()
  }

  /// Sets this to a matrix [units, units of the other] times the other.
  mutating func mix(_ other: BatchValues, _ weights: [Float]) {
    let count = count
    let below = other.units
    logarithms = other.logarithms
    values.withUnsafeMutableBufferPointer { values in
      other.values.withUnsafeBufferPointer { others in
        for unit in 0..<units {
          let row = values.baseAddress! + unit * count
          row.update(repeating: 0, count: count)
          for child in 0..<below {
            let weight = Double(weights[unit * below + child])
            let column = others.baseAddress! + child * count
            for sample in 0..<count { row[sample] += weight * column[sample] }
          }
        }
      }
    }
  }

  /// The largest value of every sample becomes 1.
  private mutating func normalise() {
    var tops = [Double](repeating: 0, count: count)
    for unit in 0..<units {
      for sample in 0..<count { tops[sample] = max(tops[sample], values[unit * count + sample]) }
    }
    for sample in 0..<count {
      if tops[sample] > 0 { logarithms[sample] += log(tops[sample]) } else { tops[sample] = 1 }
      tops[sample] = 1 / tops[sample]
    }
    for unit in 0..<units {
      for sample in 0..<count { values[unit * count + sample] *= tops[sample] }
    }
  }
}
