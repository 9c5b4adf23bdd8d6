/// Multinomial logistic regression: weights [classes, inputs], then a bias a class.
struct LinearHead: TrainableHead {
  let inputs: Int
  let classes: Int

  var parameterCount: Int { classes * (inputs + 1) }

  /// Zero: the loss is convex, and any start leads to the same place.
  func initial(seed: UInt64) -> [Float] { [Float](repeating: 0, count: parameterCount) }

  func scores(_ parameters: [Float], _ samples: [Float], count: Int) -> [Float] {
    precondition(
      samples.count == count * inputs && parameters.count == parameterCount, "samples of another size")
    var result: [Float] = []
    for _ in 0..<count { result += parameters[(classes * inputs)...] }
    Matrix.multiply(
      samples, parameters, into: &result, rows: count, columns: classes, inner: inputs,
      strides: (inputs, inputs, classes), transposed: (false, true), beta: 1)
    return result
  }

  func gradient(
    _ parameters: [Float], _ samples: [Float], targets: [Float], count: Int
  ) -> (loss: Double, gradient: [Float]) {
    var scores = scores(parameters, samples, count: count)
    let loss = crossEntropy(&scores, targets: targets, count: count)
    var gradient = [Float](repeating: 0, count: parameterCount)
    Matrix.multiply(
      scores, samples, into: &gradient, rows: classes, columns: inputs, inner: count,
      strides: (classes, inputs, inputs), transposed: (true, false))
    for sample in 0..<count {
      for index in 0..<classes { gradient[classes * inputs + index] += scores[sample * classes + index] }
    }
    return (loss, gradient)
  }
}
