/// One way of samples through a `NetworkHead`, and of gradients back.
///
/// Activations are channel-major, [channels, samples, height, width], so that a convolution is one product of matrices for
/// some samples at a time.
final class NetworkPass {
  private let head: NetworkHead
  private let count: Int
  private let layers: [ConvolutionPass]
  /// Input of every convolution, and what the last one makes.
  private var activations: [[Float]] = []
  /// Which of the values under a place of the pooled grid was the largest, of the first two convolutions.
  private var winners: [[Int32]] = []
  private var means: [Float] = []

  init(_ head: NetworkHead, count: Int) {
    self.head = head
    self.count = count
    var (height, width) = (head.shape[1], head.shape[2])
    layers = zip(head.convolutions, head.starts).map { layer, start in
      defer { (height, width) = ((height + 1) / 2, (width + 1) / 2) }
      return ConvolutionPass(
        inputs: layer.inputs, outputs: layer.outputs, count: count, height: height, width: width, start: start)
    }
  }

  /// Scores, row-major [count, classes].
  func forward(_ parameters: [Float], _ samples: ArraySlice<Float>) -> [Float] {
    activations = [Self.channelMajor(samples, count: count, channels: head.shape[0])]
    winners = []
    for (index, layer) in layers.enumerated() {
      let values = layer.forward(parameters, activations[index])
      if index == layers.count - 1 {
        activations.append(values)
      } else {
        let (pooled, winner) = layer.pool(values)
        activations.append(pooled)
        winners.append(winner)
      }
    }
    let last = layers[layers.count - 1]
    let plane = last.height * last.width
    means = [Float](repeating: 0, count: count * last.outputs)
    for channel in 0..<last.outputs {
      for sample in 0..<count {
        let start = (channel * count + sample) * plane
        means[sample * last.outputs + channel] =
          activations[layers.count][start..<start + plane].reduce(0, +) / Float(plane)
      }
    }
    let linear = LinearHead(inputs: last.outputs, classes: head.classes)
    return linear.scores(Array(parameters[head.starts[layers.count]...]), means, count: count)
  }

  /// The gradient by the parameters from that by the scores, [count, classes]. To be called after `forward`.
  func backward(_ parameters: [Float], _ scores: [Float]) -> [Float] {
    var gradient = [Float](repeating: 0, count: head.parameterCount)
    let last = layers[layers.count - 1]
    let (channels, classes, start) = (last.outputs, head.classes, head.starts[layers.count])
    let weights = Matrix.times(transposed: scores, means, rows: classes, columns: channels, inner: count)
    gradient.replaceSubrange(start..<start + weights.count, with: weights)
    for (index, value) in scores.enumerated() { gradient[start + classes * channels + index % classes] += value }
    var byMeans = [Float](repeating: 0, count: count * channels)
    parameters.withUnsafeBufferPointer { parameters in
      Matrix.multiply(
        scores, parameters.baseAddress! + start, into: &byMeans, rows: count, columns: channels, inner: classes,
        strides: (classes, channels, channels))
    }
    let plane = last.height * last.width
    var byValues = [Float](repeating: 0, count: activations[layers.count].count)
    for index in byValues.indices where activations[layers.count][index] > 0 {
      let (channel, sample) = (index / (plane * count), index / plane % count)
      byValues[index] = byMeans[sample * channels + channel] / Float(plane)
    }
    for index in layers.indices.reversed() {
      let byInput = layers[index].backward(
        parameters, activations[index], byValues, into: &gradient, needsInput: index > 0)
      if index > 0 {
        byValues = layers[index - 1].unpool(byInput, pooled: activations[index], winners: winners[index - 1])
      }
    }
    return gradient
  }

  private static func channelMajor(_ samples: ArraySlice<Float>, count: Int, channels: Int) -> [Float] {
    let plane = samples.count / max(1, count * channels)
    var result: [Float] = []
    result.reserveCapacity(samples.count)
    for channel in 0..<channels {
      for sample in 0..<count {
        let start = samples.startIndex + (sample * channels + channel) * plane
        result += samples[start..<start + plane]
      }
    }
    return result
  }
}
