/// One way of samples through a `NetworkHead`, and of gradients back.
///
/// Activations are channel-major, [channels, samples, height, width], so that a convolution is one product of matrices for
/// some samples at a time.
final class NetworkPass {
  private let head: NetworkHead
  private let count: Int
  private let layers: [ConvolutionPass]
  /// Input of every convolution, and what the last one makes; all after ReLU but the first.
  private var activations: [[Float]] = []
  /// Which of the values under a place of the pooled grid was the largest; empty where nothing is pooled.
  private var winners: [[Int32]] = []
  private var means: [Float] = []

  init(_ head: NetworkHead, count: Int) {
    self.head = head
    self.count = count
    var size = (height: head.shape[1], width: head.shape[2])
    layers = zip(head.convolutions, head.starts).map { shape, start in
      let layer = ConvolutionPass(shape, count: count, inputSize: size, start: start)
      size = shape.pools ? ((layer.height + 1) / 2, (layer.width + 1) / 2) : (layer.height, layer.width)
      return layer
    }
  }

  /// Scores, row-major [count, classes].
  func forward(_ parameters: [Float], _ samples: ArraySlice<Float>) -> [Float] {
    var input = Self.channelMajor(samples, count: count, channels: head.shape[0])
    if head.magnitudes { input += input.map { Self.magnitude($0) } }
    activations = [input]
    winners = []
    for (index, layer) in layers.enumerated() {
      let values = layer.forward(parameters, activations[index])
      let (pooled, winner) = layer.shape.pools ? layer.pool(values) : (values, [])
      activations.append(pooled)
      winners.append(winner)
    }
    let last = layers[layers.count - 1]
    let plane = last.height * last.width
    means = [Float](repeating: 0, count: count * last.shape.outputs)
    for channel in 0..<last.shape.outputs {
      for sample in 0..<count {
        let start = (channel * count + sample) * plane
        means[sample * last.shape.outputs + channel] =
          activations[layers.count][start..<start + plane].reduce(0, +) / Float(plane)
      }
    }
    let linear = LinearHead(inputs: last.shape.outputs, classes: head.classes)
    return linear.scores(Array(parameters[head.starts[layers.count]...]), means, count: count)
  }

  /// The gradient by the parameters from that by the scores, [count, classes]. To be called after `forward`.
  func backward(_ parameters: [Float], _ scores: [Float]) -> [Float] {
    var gradient = [Float](repeating: 0, count: head.parameterCount)
    let last = layers[layers.count - 1]
    let (channels, classes, start) = (last.shape.outputs, head.classes, head.starts[layers.count])
    let weights = Matrix.times(transposed: scores, means, rows: classes, columns: channels, inner: count)
    gradient.replaceSubrange(start..<start + weights.count, with: weights)
    for (index, value) in scores.enumerated() {
      gradient[start + classes * channels + index % classes] += value
    }
    var byMeans = [Float](repeating: 0, count: count * channels)
    parameters.withUnsafeBufferPointer { parameters in
      Matrix.multiply(
        scores, parameters.baseAddress! + start, into: &byMeans, rows: count, columns: channels,
        inner: classes,
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
      guard index > 0 else { break }
      let before = layers[index - 1]
      byValues =
        before.shape.pools
        ? before.unpool(byInput, pooled: activations[index], winners: winners[index - 1])
        : zip(byInput, activations[index]).map { $1 > 0 ? $0 : 0 }
    }
    return gradient
  }

  /// About as large and as centred as the values themselves are: those of a normal distribution have a mean of 0.8 and a
  /// deviation of 0.6.
  private static func magnitude(_ value: Float) -> Float { 1.6 * value.magnitude - 1.1 }

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
