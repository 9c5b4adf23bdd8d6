/// What is learned by steps of gradients: all its parameters stand in one array.
protocol TrainableHead: Sendable {
  var classes: Int { get }
  var parameterCount: Int { get }
  /// Parameters to begin with.
  func initial(seed: UInt64) -> [Float]
  /// Scores of samples, row-major [count, classes].
  func scores(_ parameters: [Float], _ samples: [Float], count: Int) -> [Float]
  /// The mean over samples of the cross-entropy against targets [count, classes], in nats, and its gradient.
  func gradient(
    _ parameters: [Float], _ samples: [Float], targets: [Float], count: Int
  ) -> (loss: Double, gradient: [Float])
}

extension TrainableHead {
  /// Scores to the mean cross-entropy and, in place, to its gradient by the scores.
  func crossEntropy(_ scores: inout [Float], targets: [Float], count: Int) -> Double {
    var loss = 0.0
    for sample in 0..<count {
      let row = sample * classes..<(sample + 1) * classes
      let logarithm = Softmax.logarithmOfSum(scores[row])
      for index in row {
        let logProbability = scores[index] - logarithm
        loss -= Double(targets[index] * logProbability)
        scores[index] = (Softmax.exp(logProbability) - targets[index]) / Float(count)
      }
    }
    return loss / Double(count)
  }
}
