import Testing

@testable import Transforms

@Suite struct GoldenTests {
  @Test func symmetricPyramidIsTheRecipes() throws {
    for golden in try Golden.cases("symmetric") {
      let packet = WaveletPacket<Float>.pyramid(levels: golden.levels)
      let found = packet.forward(golden.input, width: golden.width, height: golden.height)
      #expect(relativeError(found, golden.output) < 1e-6, "\(golden.width) x \(golden.height)")
      let back = packet.inverse(golden.output, width: golden.width, height: golden.height)
      #expect(relativeError(back, golden.input) < 1e-6)
    }
  }

  @Test func periodicPyramidIsThatOfPyWavelets() throws {
    for golden in try Golden.cases("periodic") {
      let packet = WaveletPacket<Float>.pyramid(levels: golden.levels, border: .periodic)
      let found = packet.forward(golden.input, width: golden.width, height: golden.height)
      #expect(relativeError(found, golden.output) < 1e-6, "\(golden.width) x \(golden.height)")
      let back = packet.inverse(golden.output, width: golden.width, height: golden.height)
      #expect(relativeError(back, golden.input) < 1e-6)
    }
  }

  @Test func uniformPacketIsTheRecipes() throws {
    for golden in try Golden.cases("packet") {
      let packet = UniformPacket<Float>(depth: golden.levels)
      let (channels, width, height) = (golden.channels, golden.width, golden.height)
      let found = packet.forward(golden.input, channels: channels, width: width, height: height)
      #expect(relativeError(found, golden.output) < 1e-6)
      let back = packet.inverse(golden.output, channels: channels, width: width, height: height)
      #expect(relativeError(back, golden.input) < 1e-6)
    }
  }

  @Test func reversiblePyramidIsExact() throws {
    for golden in try Golden.cases("reversible") {
      let packet = WaveletPacket<Int16>.pyramid(levels: golden.levels)
      let (input, output) = (golden.input.map { Int16($0) }, golden.output.map { Int16($0) })
      #expect(packet.forward(input, width: golden.width, height: golden.height) == output)
      #expect(packet.inverse(output, width: golden.width, height: golden.height) == input)
    }
  }

  @Test func rotationIsTheRecipes() throws {
    for golden in try Golden.cases("rotated") {
      let transform = ColourTransform(rotation: try #require(golden.rotation))
      let picture = golden.input.map { UInt8($0) }
      let planes = rotated(picture, transform, width: golden.width, height: golden.height, pixelStride: 3)
      #expect(relativeError(planes.all.flatMap { $0 }, golden.output) < 1e-6)
    }
  }
}
