import Neural

/// Least squares on the classes, each 1 for its samples and 0 for the others, with a penalty on the weights.
struct LinearPredictor: Predictor {
  var kind: ProbeKind { .ridge }
  let head: LinearHead
  /// As `LinearHead` has them.
  let parameters: [Float]

  init(inputs: Int, classes: Int, parameters: [Float]) {
    head = LinearHead(inputs: inputs, classes: classes)
    self.parameters = parameters
  }

  /// The solution in closed form: W = Xᵀ (X Xᵀ + λ)⁻¹ Y about the means, or with fewer inputs than samples
  /// W = (Xᵀ X + λ)⁻¹ Xᵀ Y.
  ///
  /// - Parameters:
  ///   - samples: row-major [count, inputs].
  ///   - strength: λ over the mean square of a number times the samples.
  init?(_ samples: [Float], labels: [Int], inputs: Int, classes: Int, strength: Double) {
    let count = labels.count
    let means = Self.means(samples, count: count, width: inputs)
    var centred = samples
    for index in centred.indices { centred[index] -= means[index % inputs] }
    var targets = [Float](repeating: 0, count: count * classes)
    for (row, label) in labels.enumerated() { targets[row * classes + label] = 1 }
    let shares = Self.means(targets, count: count, width: classes)
    for index in targets.indices { targets[index] -= shares[index % classes] }

    let isWide = inputs > count
    let size = isWide ? count : inputs
    let products =
      isWide
      ? Matrix.times(centred, transposed: centred, rows: count, columns: count, inner: inputs)
      : Matrix.times(transposed: centred, centred, rows: inputs, columns: inputs, inner: count)
    var matrix = products.map(Double.init)
    let square = (0..<size).reduce(0) { $0 + matrix[$1 * size + $1] } / Double(count * inputs)
    let penalty = strength * max(square, 1e-12) * Double(count)
    for index in 0..<size { matrix[index * size + index] += penalty }
    let sides =
      isWide
      ? Self.transposed(targets, width: classes)
      : Matrix.times(transposed: targets, centred, rows: classes, columns: inputs, inner: count)
    guard let solution = PositiveDefinite.solve(matrix, sides.map(Double.init), count: classes) else {
      return nil
    }
    let found = solution.map { Float($0) }
    var weights = found
    if isWide {
      weights = [Float](repeating: 0, count: classes * inputs)
      Matrix.multiply(
        found, centred, into: &weights, rows: classes, columns: inputs, inner: count,
        strides: (count, inputs, inputs))
    }
    let biases = (0..<classes).map { index in
      shares[index] - (0..<inputs).reduce(0) { $0 + weights[index * inputs + $1] * means[$1] }
    }
    self.init(inputs: inputs, classes: classes, parameters: weights + biases)
  }

  func scores(_ samples: [Float], count: Int, threads: Int) -> [Float] {
    head.scores(parameters, samples, count: count)
  }

  var tensors: [String: Tensor] { ["parameters": Tensor(shape: [parameters.count], values: parameters)] }

  private static func means(_ values: [Float], count: Int, width: Int) -> [Float] {
    var sums = [Double](repeating: 0, count: width)
    for (index, value) in values.enumerated() { sums[index % width] += Double(value) }
    return sums.map { Float($0 / Double(count)) }
  }

  private static func transposed(_ values: [Float], width: Int) -> [Float] {
    let rows = values.count / width
    return (0..<values.count).map { values[$0 % rows * width + $0 / rows] }
  }
}
