import TestSupport
import Testing

@testable import Transforms

@Suite struct ReconstructionTests {
  static let sizes = [
    (1, 1), (1, 7), (7, 1), (17, 3), (769, 511), (2, 2), (5, 1), (64, 65), (129, 2), (100, 33),
  ]

  @Test(arguments: sizes)
  func pyramidsComeBack(width: Int, height: Int) {
    var random = SeededRandom(UInt64(width * 1000 + height))
    for levels in [0, 1, 2, 5, 9] {
      let plane = random.floats(width * height)
      let packet = WaveletPacket<Float>.pyramid(levels: levels)
      let mosaic = packet.forward(plane, width: width, height: height)
      #expect(relativeError(packet.inverse(mosaic, width: width, height: height), plane) < 1e-5)

      let samples: [Int16] = random.integers(width * height)
      let reversible = WaveletPacket<Int16>.pyramid(levels: levels)
      let coefficients = reversible.forward(samples, width: width, height: height)
      #expect(reversible.inverse(coefficients, width: width, height: height) == samples)
    }
  }

  @Test(arguments: [Int16.min, -1, 0, Int16.max])
  func extremesComeBack(value: Int16) {
    let checkered = (0..<99).map { $0 % 2 == 0 ? value : ~value }
    let packet = WaveletPacket<Int16>.pyramid(levels: 3)
    #expect(
      packet.inverse(packet.forward(checkered, width: 11, height: 9), width: 11, height: 9) == checkered)
  }

  @Test(arguments: [BorderExtension.symmetric, .periodic])
  func linesComeBack(border: BorderExtension) {
    var random = SeededRandom(5)
    for count in [0, 1, 2, 3, 4, 5, 8, 31, 64, 1001] where border == .symmetric || count % 2 == 0 {
      let floats = random.floats(count)
      let (low, high) = LiftingWavelet<Float>(border: border).split(floats)
      #expect(low.count == (count + 1) / 2 && high.count == count / 2)
      #expect(relativeError(LiftingWavelet<Float>(border: border).merge(low: low, high: high), floats) < 1e-6)
      let integers: [Int16] = random.integers(count)
      let bands = LiftingWavelet<Int16>(border: border).split(integers)
      #expect(LiftingWavelet<Int16>(border: border).merge(low: bands.low, high: bands.high) == integers)
    }
  }

  @Test func anyTreeComesBack() {
    var random = SeededRandom(6)
    let odd = PacketTree.split(
      SubbandQuad(
        low: .uniform(depth: 2), highAlongHeight: .leaf, highAlongWidth: .pyramid(levels: 3),
        highAlongBoth: .uniform(depth: 1)))
    let plane = random.floats(53 * 38)
    let packet = WaveletPacket<Float>(odd)
    let mosaic = packet.forward(plane, width: 53, height: 38)
    #expect(relativeError(packet.inverse(mosaic, width: 53, height: 38), plane) < 1e-5)
    let area = packet.subbands(width: 53, height: 38).reduce(0) { $0 + $1.width * $1.height }
    #expect(area == 53 * 38)
  }

  @Test func uniformPacketsComeBack() {
    var random = SeededRandom(7)
    for depth in 0...3 {
      let (width, height) = (24, 40)
      let planes: [Int16] = random.integers(3 * width * height)
      let packet = UniformPacket<Int16>(depth: depth)
      let channels = packet.forward(planes, channels: 3, width: width, height: height)
      #expect(packet.inverse(channels, channels: 3, width: width, height: height) == planes)
    }
  }

  @Test func partialInverseStopsAtALevel() {
    var random = SeededRandom(8)
    let (width, height, levels) = (77, 45, 4)
    let plane = random.floats(width * height)
    let full = WaveletPacket<Float>.pyramid(levels: levels).forward(plane, width: width, height: height)
    for kept in 0...levels {
      let some = WaveletPacket<Float>.pyramid(levels: kept).forward(plane, width: width, height: height)
      let found = WaveletPacket<Float>.pyramid(levels: levels)
        .inverse(full, width: width, height: height, keptLevels: kept)
      #expect(relativeError(found, some) < 1e-5)
    }
  }

  @Test func fourBandsMakeAPlane() {
    var random = SeededRandom(9)
    for (width, height) in [(19, 14), (1, 5), (6, 1)] {
      let plane = random.floats(width * height)
      let wavelet = LiftingWavelet<Float>()
      let bands = wavelet.split(plane, width: width, height: height)
      let mosaic = WaveletPacket<Float>.pyramid(levels: 1).forward(plane, width: width, height: height)
      let parts = PacketTree.pyramid(levels: 1).leaves(width: width, height: height)
      #expect(zip(parts, bands.all).allSatisfy { $0.samples(of: mosaic, width: width) == $1 })
      #expect(relativeError(wavelet.merge(bands, width: width, height: height), plane) < 1e-6)
    }
  }

  @Test func bandsMayLieApart() {
    var random = SeededRandom(10)
    let plane = random.floats(20 * 12)
    var workspace = plane
    var apart = [Float](repeating: 0, count: 20 * 12)
    let wavelet = LiftingWavelet<Float>()
    let expected = wavelet.split(plane, width: 20, height: 12)
    workspace.withUnsafeMutableBufferPointer { plane in
      apart.withUnsafeMutableBufferPointer { apart in
        guard let from = plane.baseAddress, let to = apart.baseAddress else { return }
        func band(_ index: Int) -> PlaneView<Float> { PlaneView(to + 60 * index, width: 10, height: 6) }
        let bands = SubbandQuad(
          low: band(0), highAlongHeight: band(1), highAlongWidth: band(2), highAlongBoth: band(3))
        wavelet.split(PlaneView(from, width: 20, height: 12), into: bands)
        #expect(Array(apart) == expected.all.flatMap { $0 })
        wavelet.merge(bands, into: PlaneView(from, width: 20, height: 12))
      }
    }
    #expect(relativeError(workspace, plane) < 1e-6)
  }
}
