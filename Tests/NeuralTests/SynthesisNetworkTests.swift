import Bytes
import Neural
import TestSupport
import Testing

struct SynthesisNetworkTests {
  /// A network with random parameters, and its file.
  static func random(inputs: Int, width: Int, blocks: Int, outputs: Int) throws -> (
    SafeTensors, SynthesisParameters
  ) {
    var random = SeededRandom(UInt64(inputs + 10 * width + 100 * blocks + 1000 * outputs))
    var file = SafeTensors()
    func add(_ name: String, _ inputs: Int) {
      let weights = random.tensor([width, inputs, 3, 3]).values.map { $0 * 0.2 }
      file.add("\(name).convolution.weight", Tensor(shape: [width, inputs, 3, 3], values: weights))
      file.add("\(name).convolution.bias", random.tensor([width]))
      file.add("\(name).scale", random.tensor([2, width]))
      file.add("\(name).shift", random.tensor([2, width]))
    }
    add("head", inputs)
    for index in 0..<blocks {
      add("blocks.\(index).first", width)
      add("blocks.\(index).second", width)
    }
    file.add("tail.weight", random.tensor([outputs, width, 1, 1]))
    file.add("tail.bias", random.tensor([outputs]))
    return (file, try SynthesisParameters(file))
  }

  @Test func matchesPyTorch() throws {
    let file = try SafeTensors(bytes: golden("network.safetensors"))
    let parameters = try SynthesisParameters(file, prefix: "network.")
    let expected = try file.tensor("output", shape: [9, 7, 12])
    let t = try #require(try file.tensor("t").values.first)
    let network = SynthesisNetwork(parameters, t: t)
    #expect(network.halo == 7)
    let result = network(try file.tensor("input"), threads: 2)
    #expect(result.shape == expected.shape)
    #expect(expected.values.contains { abs($0) > 0.1 })
    #expect(result.error(to: expected) <= 1e-4)
  }

  @Test("layer by layer, bit by bit", arguments: [0, 1, 3], [(6, 11), (5, 300), (2, 777)])
  func equalsItsLayers(blocks: Int, size: (Int, Int)) throws {
    let (file, parameters) = try Self.random(inputs: 3, width: 10, blocks: blocks, outputs: 5)
    let t: Float = -0.75
    func layer(_ name: String) throws -> Convolution {
      let (scale, shift) = (try file.tensor("\(name).scale").values, try file.tensor("\(name).shift").values)
      let gains = (0..<10).map { 1 + (t * scale[$0] + t * t * scale[10 + $0]) }
      let weights = try file.tensor("\(name).convolution.weight")
      let bias = try file.tensor("\(name).convolution.bias").values
      let taps = weights.count / 10
      return Convolution(
        weights: Tensor(
          shape: weights.shape, values: weights.values.enumerated().map { $1 * gains[$0 / taps] }),
        bias: (0..<10).map { bias[$0] * gains[$0] + (t * shift[$0] + t * t * shift[10 + $0]) })
    }
    var random = SeededRandom(8)
    let input = random.tensor([size.0, size.1, 3])
    var x = try layer("head")(input)
    for index in 0..<blocks {
      let first = try layer("blocks.\(index).first")(x, relu: true)
      x = try layer("blocks.\(index).second")(first, residual: x)
    }
    x.applyReLU()
    let tail = PointwiseConvolution(
      weights: try file.tensor("tail.weight"), bias: try file.tensor("tail.bias").values)
    #expect(SynthesisNetwork(parameters, t: t)(input).isIdentical(to: tail(x)))
  }

  @Test func givesTheSameBitsForAnyStripAndThread() throws {
    let (_, parameters) = try Self.random(inputs: 12, width: 24, blocks: 3, outputs: 12)
    let network = SynthesisNetwork(parameters, t: 0.5)
    var random = SeededRandom(1)
    for (height, width) in [(1, 1), (2, 17), (23, 9), (40, 21), (19, 530)] {
      let input = random.tensor([height, width, 12])
      let expected = network(input)
      for stripHeight in [2, 4, 10, 16, 100] {
        for threads in [1, 2, 5] {
          let result = network(input, threads: threads, stripHeight: stripHeight)
          #expect(
            result.isIdentical(to: expected), "\(height)x\(width), \(stripHeight) rows, \(threads) threads")
        }
      }
      #expect(network(input, threads: 2).isIdentical(to: expected))
    }
  }

  @Test func dependsOnItsHaloOnly() throws {
    let (_, parameters) = try Self.random(inputs: 2, width: 8, blocks: 1, outputs: 3)
    let network = SynthesisNetwork(parameters, t: 0)
    var random = SeededRandom(2)
    let input = random.tensor([15, 6, 2])
    let halo = network.halo
    // A part that begins at an even row and ends at an odd one.
    let first = 4 + halo
    let part = Tensor(
      shape: [3 + 2 * halo, 6, 2], values: Array(input.values[48..<(4 + 3 + 2 * halo) * 12]))
    let whole = network(input).values[first * 18..<(first + 3) * 18]
    let cut = network(part).values[halo * 18..<(halo + 3) * 18]
    #expect(Array(whole) == Array(cut))
  }

  @Test func refusesOtherShapes() throws {
    let (file, _) = try Self.random(inputs: 2, width: 8, blocks: 2, outputs: 3)
    for name in file.entries.keys.sorted() {
      var changed = SafeTensors()
      for (other, entry) in file.entries {
        let tensor = try file.tensor(other)
        changed.add(other, other == name ? Tensor(shape: entry.shape + [1], values: tensor.values) : tensor)
      }
      #expect(throws: CodecError.self, "\(name)") { _ = try SynthesisParameters(changed) }
    }
    #expect(throws: CodecError.corruptData("tensor head.convolution.weight is missing")) {
      _ = try SynthesisParameters(SafeTensors())
    }
  }
}
