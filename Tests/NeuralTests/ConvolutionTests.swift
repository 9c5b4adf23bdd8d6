import Neural
import TestSupport
import Testing

/// Serialized: the tests change the level of the whole process.
@Suite(.serialized)
struct ConvolutionTests {
  @Test(
    "3x3: near the plain twin, the same bits at every level and on any threads",
    arguments: [(1, 1), (12, 24), (24, 24), (5, 33), (7, 40), (2, 64), (9, 8), (6, 100), (128, 16)],
    [(1, 1), (1, 7), (2, 2), (17, 3), (33, 20), (3, 50)])
  func filters(channels: (Int, Int), size: (Int, Int)) {
    let ((inputs, outputs), (height, width)) = (channels, size)
    var random = SeededRandom(UInt64(inputs * 1_000_000 + outputs * 10000 + height * 100 + width))
    let x = random.tensor([height, width, inputs])
    let weights = random.tensor([outputs, inputs, 3, 3])
    let bias = random.values(outputs)
    let layer = Convolution(weights: weights, bias: bias)
    for (adds, relu) in [(false, false), (true, true)] {
      let residual = adds ? random.tensor([height, width, outputs]) : nil
      let expected = Reference.convolution(x, weights: weights, bias: bias, residual: residual, relu: relu)
      let first = layer(x, residual: residual, relu: relu)
      #expect(first.error(to: expected) < 1e-5)
      for level in SIMDLevel.allCases {
        level.activate()
        for threads in [1, 3] {
          let result = layer(x, residual: residual, relu: relu, threads: threads)
          #expect(result.isIdentical(to: first), "\(level), \(threads) threads")
        }
      }
      SIMDLevel.best.activate()
    }
  }

  @Test func outputsDependOnTheirNeighboursOnly() {
    var random = SeededRandom(6)
    let x = random.tensor([9, 11, 3])
    let layer = Convolution(weights: random.tensor([5, 3, 3, 3]), bias: random.values(5))
    let expected = layer(x)
    // Far greater values elsewhere would change the rounding of whatever they touch.
    for (row, column) in [(0, 0), (3, 4), (4, 3), (8, 10)] {
      var changed = x
      changed.withMutableValues { values in
        for index in values.indices {
          let (y, at) = (index / 33, index % 33 / 3)
          if abs(y - row) > 1 || abs(at - column) > 1 { values[index] = 1e6 }
        }
      }
      let place = (row * 11 + column) * 5
      #expect(layer(changed).values[place..<place + 5] == expected.values[place..<place + 5])
    }
  }

  @Test(
    "1x1: equals the plain twin bit by bit, at every level",
    arguments: [(1, 1), (24, 12), (5, 33), (7, 40), (2, 64), (16, 16), (9, 8), (6, 100)])
  func mixes(inputs: Int, outputs: Int) {
    var random = SeededRandom(UInt64(inputs * 1000 + outputs))
    for (height, width) in [(1, 1), (2, 7), (3, 30)] {
      let x = random.tensor([height, width, inputs])
      let weights = random.tensor([outputs, inputs, 1, 1])
      let bias = random.values(outputs)
      let layer = PointwiseConvolution(weights: weights, bias: bias)
      let expected = Reference.convolution(x, weights: weights, bias: bias)
      SIMDLevel.each { #expect(layer(x).isIdentical(to: expected), "\($0), \(height)x\(width)") }
    }
  }

  @Test func handlesPlanesWithoutPositions() {
    let layer = Convolution(weights: Tensor(shape: [4, 2, 3, 3]), bias: [0, 0, 0, 0])
    #expect(layer(Tensor(shape: [0, 5, 2])).shape == [0, 5, 4])
    #expect(layer(Tensor(shape: [5, 0, 2]), threads: 2).shape == [5, 0, 4])
    let pointwise = PointwiseConvolution(weights: Tensor(shape: [4, 2, 1, 1]), bias: [0, 0, 0, 0])
    #expect(pointwise(Tensor(shape: [0, 5, 2])).shape == [0, 5, 4])
  }

  @Test func rectifiesWhatIsNotGreaterThanZero() {
    let values: [Float] = [1, -1, 0, -0, .nan, .infinity, -.infinity, .leastNonzeroMagnitude]
    let expected: [Float] = [1, 0, 0, 0, 0, .infinity, 0, .leastNonzeroMagnitude]
    var tensor = Tensor(shape: [1, 1, 8], values: values)
    tensor.applyReLU()
    #expect(tensor.values.map(\.bitPattern) == expected.map(\.bitPattern))
    // The same, fused, behind a residual of these values: eight outputs at a time and one by one.
    for outputs in [8, 1] {
      let residual = Tensor(shape: [1, 8 / outputs, outputs], values: values)
      let layer = Convolution(
        weights: Tensor(shape: [outputs, 1, 3, 3]), bias: [Float](repeating: 0, count: outputs))
      let fused = layer(Tensor(shape: [1, 8 / outputs, 1]), residual: residual, relu: true)
      #expect(fused.values.map(\.bitPattern) == expected.map(\.bitPattern))
    }
  }

  @Test func depthwiseEqualsThePlainTwin() {
    var random = SeededRandom(5)
    for channels in [1, 7, 8, 24, 37] {
      let x = random.tensor([4, 6, channels])
      let weights = random.tensor([channels, 1, 3, 3])
      let bias = random.values(channels)
      let layer = DepthwiseConvolution(weights: weights, bias: bias)
      let expected = Reference.depthwise(x, weights: weights, bias: bias)
      SIMDLevel.each { #expect(layer(x).isIdentical(to: expected), "\(channels) channels, \($0)") }
    }
  }

  @Test func levelIsAtMostTheBest() {
    for level in SIMDLevel.allCases {
      level.activate()
      #expect(SIMDLevel.current.rawValue == min(level.rawValue, SIMDLevel.best.rawValue))
    }
    SIMDLevel.best.activate()
  }
}
