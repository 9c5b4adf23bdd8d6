import Bytes
import Neural
import TestSupport
import Testing

/// Serialized: the tests change the level of the whole process.
@Suite(.serialized) struct TemporalNetworkTests {
  private static func file(inputs: Int, width: Int, blocks: Int, outputs: Int) -> SafeTensors {
    var random = SeededRandom(UInt64(inputs + 10 * width + 100 * blocks))
    var file = SafeTensors()
    func add(_ name: String, _ outputs: Int, _ inputs: Int) {
      file.add("n.\(name).weight", random.tensor([outputs, inputs]))
      file.add("n.\(name).bias", random.tensor([outputs]))
    }
    add("head", width, 3 * inputs)
    for index in 0..<blocks {
      add("blocks.\(index).first", width, 3 * width)
      add("blocks.\(index).second", width, 3 * width)
    }
    add("tail", outputs, width)
    return file
  }

  /// [columns - columns of the kernel + 1, outputs], summed in the order of the kernels.
  private static func layer(_ x: Tensor, _ file: SafeTensors, _ name: String) throws -> Tensor {
    let (weights, bias) = (try file.tensor("n.\(name).weight"), try file.tensor("n.\(name).bias"))
    let (outputs, taps) = (weights.shape[0], weights.shape[1])
    let columns = x.shape[0] - taps / x.shape[1] + 1
    var values: [Float] = []
    for column in 0..<columns {
      for output in 0..<outputs {
        var sum = bias.values[output]
        for tap in 0..<taps {
          sum += weights.values[output * taps + tap] * x.values[column * x.shape[1] + tap]
        }
        values.append(sum)
      }
    }
    return Tensor(shape: [columns, outputs], values: values)
  }

  @Test("bit by bit its layers, at every level", arguments: [(3, 10, 0), (5, 8, 2), (33, 24, 1)])
  func equalsItsLayers(inputs: Int, width: Int, blocks: Int) throws {
    let file = Self.file(inputs: inputs, width: width, blocks: blocks, outputs: 7)
    var random = SeededRandom(9)
    let units = random.values(inputs)
    let input = random.tensor([23, inputs])
    let network = try TemporalNetwork(
      file, prefix: "n.", units: units, width: width, blocks: blocks, outputs: 7)
    #expect(network.halo == 1 + 2 * blocks)

    var scaled = try file.tensor("n.head.weight")
    scaled.withMutableValues { values in
      for index in values.indices { values[index] *= units[index % inputs] }
    }
    var head = SafeTensors()
    head.add("n.head.weight", scaled)
    head.add("n.head.bias", try file.tensor("n.head.bias"))
    var x = try Self.layer(input, head, "head")
    for index in 0..<blocks {
      var inner = try Self.layer(x, file, "blocks.\(index).first")
      inner.applyReLU()
      x = try Self.layer(inner, file, "blocks.\(index).second").adding(x, from: 2)
    }
    x.applyReLU()
    let expected = try Self.layer(x, file, "tail")
    for level in SIMDLevel.allCases {
      level.activate()
      let result = network(input)
      #expect(result.shape == [23 - 2 * network.halo, 7])
      #expect(result.isIdentical(to: expected), "\(level)")
    }
    SIMDLevel.best.activate()
  }

  @Test func partsAreThoseOfTheWhole() throws {
    let file = Self.file(inputs: 4, width: 16, blocks: 2, outputs: 6)
    let network = try TemporalNetwork(
      file, prefix: "n.", units: [1, 1, 1, 1], width: 16, blocks: 2, outputs: 6)
    var random = SeededRandom(2)
    let input = random.tensor([40, 4])
    let whole = network(input)
    let part = network(Tensor(shape: [17, 4], values: Array(input.values[9 * 4..<26 * 4])))
    #expect(part.values == Array(whole.values[9 * 6..<(9 + 7) * 6]))
  }

  @Test func refusesOtherShapes() throws {
    let file = Self.file(inputs: 4, width: 16, blocks: 1, outputs: 6)
    for (width, blocks, outputs) in [(8, 1, 6), (16, 2, 6), (16, 1, 5)] {
      #expect(throws: CodecError.self) {
        try TemporalNetwork(
          file, prefix: "n.", units: [1, 1, 1, 1], width: width, blocks: blocks, outputs: outputs)
      }
    }
  }
}
