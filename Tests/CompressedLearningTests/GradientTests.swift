import Bytes
import Testing
import TestSupport

@testable import CompressedLearning

struct GradientTests {
  /// Derivatives by differences, of some parameters.
  private static func check(_ head: some TrainableHead, inputs: Int, count: Int) {
    var random = SeededRandom(UInt64(inputs + count))
    let samples = random.floats(count * inputs, in: -1...1)
    var targets = [Float](repeating: 0.1 / Float(head.classes), count: count * head.classes)
    for sample in 0..<count { targets[sample * head.classes + random.next(below: head.classes)] += 0.9 }
    var parameters = head.initial(seed: 3)
    for index in parameters.indices { parameters[index] += Float.random(in: -0.05...0.05, using: &random) }
    let (loss, gradient) = head.gradient(parameters, samples, targets: targets, count: count)
    #expect(loss > 0 && gradient.count == head.parameterCount)
    let largest = gradient.map(\.magnitude).max() ?? 0
    let chosen = (0..<60).map { _ in random.next(below: parameters.count) } + [parameters.count - 1]
    for index in chosen {
      let step: Float = 5e-3
      let slopes = [step, -step].map { step in
        var moved = parameters
        moved[index] += step
        return Float(head.gradient(moved, samples, targets: targets, count: count).loss - loss) / step
      }
      // A step may pass the corner of a ReLU, or where another value becomes the largest: then it is the other one that tells.
      let error = slopes.map { abs($0 - gradient[index]) }.min() ?? .infinity
      #expect(
        error < 0.02 * largest + 3e-4, "parameter \(index): \(gradient[index]), by differences \(slopes)")
    }
  }

  @Test func ofLogisticRegression() {
    Self.check(LinearHead(inputs: 17, classes: 4), inputs: 17, count: 9)
  }

  @Test(arguments: [[3, 8, 8], [2, 5, 7], [4, 1, 9], [1, 1, 1]], [ProbeKind.network, .patches])
  func ofNetworks(shape: [Int], kind: ProbeKind) {
    let head = NetworkHead(kind: kind, shape: shape, width: 5, classes: 3, magnitudes: shape[0] % 2 == 1)
    Self.check(head, inputs: head.inputs, count: 6)
  }

  @Test func threadsChangeNothing() {
    var head = NetworkHead(kind: .network, shape: [3, 9, 10], width: 4, classes: 3, magnitudes: true)
    var random = SeededRandom(8)
    let samples = random.floats(7 * head.inputs, in: -1...1)
    let targets = [Float](repeating: 1 / 3, count: 21)
    let parameters = head.initial(seed: 1)
    let one = head.gradient(parameters, samples, targets: targets, count: 7)
    let scores = head.scores(parameters, samples, count: 7)
    head.threads = 3
    let three = head.gradient(parameters, samples, targets: targets, count: 7)
    #expect(one.loss == three.loss && one.gradient == three.gradient)
    #expect(head.scores(parameters, samples, count: 7) == scores)
  }

  /// The convolution against sums written out.
  @Test(arguments: [(3, 1), (1, 1), (4, 4)]) func convolutionsAreSums(side: Int, stride: Int) {
    let shape = ConvolutionShape(inputs: 2, outputs: 3, side: side, stride: stride, pools: false)
    let pass = ConvolutionPass(shape, count: 2, inputSize: (6, 7), start: 0)
    var random = SeededRandom(4)
    let parameters = random.floats(shape.parameterCount, in: -1...1)
    let input = random.floats(2 * 2 * 42, in: -1...1)
    let result = pass.forward(parameters, input)
    for (index, value) in result.enumerated() {
      let (x, y) = (index % pass.width, index / pass.width % pass.height)
      let (sample, output) = (index / pass.width / pass.height % 2, index / pass.width / pass.height / 2)
      var sum = parameters[3 * shape.patch + output]
      for channel in 0..<2 {
        for tap in 0..<side * side {
          let (row, column) = (
            y * stride + tap / side - shape.padding, x * stride + tap % side - shape.padding
          )
          guard (0..<6).contains(row), (0..<7).contains(column) else { continue }
          sum +=
            parameters[output * shape.patch + channel * side * side + tap]
            * input[(channel * 2 + sample) * 42 + row * 7 + column]
        }
      }
      #expect(abs(value - max(sum, 0)) < 1e-4)
    }
  }
}
