import Bytes
import Neural

/// A small convolutional network over the grid of latents. Convolutions, each with ReLU, then the mean and a linear layer:
///
///     network   3x3 to w ─ largest of 2x2 ─ 3x3 to 2w ─ largest of 2x2 ─ 3x3 to 2w ─ mean ─ linear
///     patches   2x2 by 2 to w ─ 3x3 to 2w ─ largest of 2x2 ─ 3x3 to 2w ─ mean ─ linear
///
/// The second begins as vision transformers do, with patches that do not overlap. Both may see the magnitudes of all values beside
/// the values: how strong a detail is tells more of a texture than its sign. Beyond the border there are zeros; parts of odd
/// sizes are rounded up, so that a row of columns, as sounds have it, stays one.
struct NetworkHead: TrainableHead {
  let kind: ProbeKind
  /// Channels, height, width of a sample.
  let shape: [Int]
  let width: Int
  let classes: Int
  /// Whether the first convolution sees magnitudes, too.
  let magnitudes: Bool
  var threads = 1

  /// Parts that a batch is divided into, whatever the threads: so the order of all sums stays the same.
  private static let parts = 4

  var inputs: Int { shape.reduce(1, *) }

  /// Channels that the first convolution sees.
  private var seen: Int { magnitudes ? 2 * shape[0] : shape[0] }

  var convolutions: [ConvolutionShape] {
    func layer(_ inputs: Int, _ outputs: Int, _ side: Int, stride: Int = 1, pools: Bool = false)
      -> ConvolutionShape
    {
      ConvolutionShape(inputs: inputs, outputs: outputs, side: side, stride: stride, pools: pools)
    }
    if kind == .patches {
      return [
        layer(seen, width, 2, stride: 2), layer(width, 2 * width, 3, pools: true),
        layer(2 * width, 2 * width, 3),
      ]
    }
    return [
      layer(seen, width, 3, pools: true), layer(width, 2 * width, 3, pools: true),
      layer(2 * width, 2 * width, 3),
    ]
  }

  /// Where the parameters of each convolution begin, and of the last layer, weights [classes, inputs] and biases.
  var starts: [Int] {
    var starts = [0]
    for layer in convolutions { starts.append(starts[starts.count - 1] + layer.parameterCount) }
    return starts
  }

  var parameterCount: Int { (starts.last ?? 0) + classes * (2 * width + 1) }

  /// Weights of a uniform distribution whose variance is 2 over the inputs (He and others, 2015), biases zero.
  func initial(seed: UInt64) -> [Float] {
    var random = SplitMix64(seed: seed)
    var result: [Float] = []
    for (inputs, outputs) in convolutions.map({ ($0.patch, $0.outputs) }) + [(2 * width, classes)] {
      let bound = (6 / Float(inputs)).squareRoot()
      for _ in 0..<inputs * outputs { result.append(Float.random(in: -bound...bound, using: &random)) }
      result += [Float](repeating: 0, count: outputs)
    }
    return result
  }

  func scores(_ parameters: [Float], _ samples: [Float], count: Int) -> [Float] {
    precondition(
      samples.count == count * inputs && parameters.count == parameterCount, "samples of another size")
    return inParts(count) { range in
      let pass = NetworkPass(self, count: range.count)
      return pass.forward(parameters, samples[range.lowerBound * inputs..<range.upperBound * inputs])
    }.flatMap { $0 }
  }

  func gradient(
    _ parameters: [Float], _ samples: [Float], targets: [Float], count: Int
  ) -> (loss: Double, gradient: [Float]) {
    precondition(
      samples.count == count * inputs && targets.count == count * classes, "samples of another size")
    let parts = inParts(count) { range in
      let pass = NetworkPass(self, count: range.count)
      var scores = pass.forward(parameters, samples[range.lowerBound * inputs..<range.upperBound * inputs])
      let loss = crossEntropy(
        &scores, targets: Array(targets[range.lowerBound * classes..<range.upperBound * classes]),
        count: range.count)
      return (
        share: Float(range.count) / Float(count), loss: loss, gradient: pass.backward(parameters, scores)
      )
    }
    var total = [Float](repeating: 0, count: parameterCount)
    for part in parts {
      for index in total.indices { total[index] += part.share * part.gradient[index] }
    }
    return (parts.reduce(0) { $0 + Double($1.share) * $1.loss }, total)
  }

  private func inParts<Result>(_ count: Int, _ body: (Range<Int>) -> Result) -> [Result] {
    let ranges = (0..<Self.parts).map { $0 * count / Self.parts..<($0 + 1) * count / Self.parts }
      .filter { !$0.isEmpty }
    var results = [Result?](repeating: nil, count: ranges.count)
    results.withUnsafeMutableBufferPointer { results in
      nonisolated(unsafe) let results = results
      Workers.run(count: ranges.count, threads: threads) { results[$0] = body(ranges[$0]) }
    }
    return results.compactMap { $0 }
  }
}
