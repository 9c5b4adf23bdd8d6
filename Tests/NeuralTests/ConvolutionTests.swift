import Neural
import Testing

/// Serialized: the tests change the level of the whole process.
@Suite(.serialized)
struct ConvolutionTests {
  @Test(
    "equals the plain twin bit by bit, at every level",
    arguments: [
      (1, 1), (3, 5), (12, 24), (24, 24), (24, 12), (5, 33), (7, 40), (2, 64), (16, 16), (9, 8), (4, 128),
      (6, 100),
    ], [1, 3])
  func matchesReference(channels: (Int, Int), side: Int) {
    var random = SeededRandom(UInt64(channels.0 * 1000 + channels.1 * 10 + side))
    let (inputs, outputs) = channels
    for _ in 0..<4 {
      let (height, width) = (Int.random(in: 1...5, using: &random), Int.random(in: 1...30, using: &random))
      let x = random.tensor([height, width, inputs])
      let weights = random.tensor([outputs, inputs, side, side])
      let bias = random.values(outputs)
      let residual = Bool.random(using: &random) ? random.tensor([height, width, outputs]) : nil
      let relu = Bool.random(using: &random)
      let layer = Convolution(weights: weights, bias: bias)
      let expected = Reference.convolution(x, weights: weights, bias: bias, residual: residual, relu: relu)
      for level in SIMDLevel.allCases {
        level.activate()
        for threads in [1, 3] {
          let result = layer(x, residual: residual, relu: relu, threads: threads)
          #expect(result.isIdentical(to: expected), "\(level), \(threads) threads, \(height)x\(width)")
        }
      }
      SIMDLevel.best.activate()
    }
  }

  @Test func handlesPlanesWithoutPositions() {
    let layer = Convolution(weights: Tensor(shape: [4, 2, 3, 3]), bias: [0, 0, 0, 0])
    #expect(layer(Tensor(shape: [0, 5, 2])).shape == [0, 5, 4])
    #expect(layer(Tensor(shape: [5, 0, 2]), threads: 2).shape == [5, 0, 4])
  }

  @Test func rectifiesWhatIsNotGreaterThanZero() {
    let values: [Float] = [1, -1, 0, -0, .nan, .infinity, -.infinity, .leastNonzeroMagnitude]
    let expected: [Float] = [1, 0, 0, 0, 0, .infinity, 0, .leastNonzeroMagnitude]
    var tensor = Tensor(shape: [1, 1, 8], values: values)
    tensor.applyReLU()
    #expect(tensor.values.map(\.bitPattern) == expected.map(\.bitPattern))
    // The same, fused: one product by 1, sums that begin at -0 keep the sign of zero.
    let layer = Convolution(weights: Tensor(shape: [1, 1, 1, 1], values: [1]), bias: [-0])
    let fused = layer(Tensor(shape: [1, 8, 1], values: values), relu: true)
    #expect(fused.values.map(\.bitPattern) == expected.map(\.bitPattern))
  }

  @Test func depthwiseEqualsThePlainTwin() {
    var random = SeededRandom(5)
    for channels in [1, 7, 8, 24, 37] {
      let x = random.tensor([4, 6, channels])
      let weights = random.tensor([channels, 1, 3, 3])
      let bias = random.values(channels)
      let layer = DepthwiseConvolution(weights: weights, bias: bias)
      let expected = Reference.depthwise(x, weights: weights, bias: bias)
      for level in SIMDLevel.allCases {
        level.activate()
        #expect(layer(x).isIdentical(to: expected), "\(channels) channels, \(level)")
      }
      SIMDLevel.best.activate()
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
