import Testing

@testable import Transforms

@Suite struct PhaseTests {
  /// The largest coefficient of each band for a single bright sample.
  private func peaks(x: Int, y: Int) -> [(value: Float, x: Int, y: Int)] {
    var plane = [Float](repeating: 0, count: 32 * 24)
    plane[y * 32 + x] = 1
    let bands = LiftingWavelet<Float>().split(plane, width: 32, height: 24)
    return bands.all.map { band in
      let index = band.indices.max { abs(band[$0]) < abs(band[$1]) } ?? 0
      return (band[index], index % 16, index / 16)
    }
  }

  @Test func impulsesPeakInTheBandOfTheirParity() {
    // Low n lies on sample 2n, high n on 2n + 1 with a negative centre tap.
    let expected: [(x: Int, y: Int, band: Int, sign: FloatingPointSign)] = [
      (10, 8, 0, .plus), (10, 9, 1, .minus), (11, 8, 2, .minus), (11, 9, 3, .plus),
    ]
    for place in expected {
      let found = peaks(x: place.x, y: place.y)
      let strongest = found.indices.max { abs(found[$0].value) < abs(found[$1].value) }
      #expect(strongest == place.band)
      #expect(found[place.band].value.sign == place.sign)
      #expect(found[place.band].x == 5 && found[place.band].y == 4)
    }
  }

  @Test func constantsGrowBySquareRootOfTwoAnAxis() {
    let packet = WaveletPacket<Float>.pyramid(levels: 3)
    let mosaic = packet.forward([Float](repeating: 10, count: 40 * 24), width: 40, height: 24)
    let bands = packet.subbands(width: 40, height: 24)
    #expect(bands[0].samples(of: mosaic, width: 40).allSatisfy { abs($0 - 80) < 1e-3 })
    for band in bands.dropFirst() {
      #expect(band.samples(of: mosaic, width: 40).allSatisfy { abs($0) < 1e-4 })
    }
  }

  @Test func stripesFillTheBandsOfTheirDirection() {
    let rows = (0..<16 * 16).map { Float($0 / 16 % 2) }
    let columns = (0..<16 * 16).map { Float($0 % 2) }
    func energies(_ plane: [Float]) -> [Float] {
      LiftingWavelet<Float>().split(plane, width: 16, height: 16).all.map { $0.reduce(0) { $0 + $1 * $1 } }
    }
    // 64 coefficients of half the contrast times sqrt(2) an axis.
    #expect(abs(energies(rows)[1] - 64) < 1e-3 && energies(rows)[2] < 1e-6)
    #expect(abs(energies(columns)[2] - 64) < 1e-3 && energies(columns)[1] < 1e-6)
  }

  @Test func subbandsOfAPyramid() {
    let bands = WaveletPacket<Float>.pyramid(levels: 2).subbands(width: 7, height: 5)
    let expected: [Subband] = [
      Subband(level: 2, orientation: .low, x: 0, y: 0, width: 2, height: 2),
      Subband(level: 2, orientation: .highAlongHeight, x: 0, y: 2, width: 2, height: 1),
      Subband(level: 2, orientation: .highAlongWidth, x: 2, y: 0, width: 2, height: 2),
      Subband(level: 2, orientation: .highAlongBoth, x: 2, y: 2, width: 2, height: 1),
      Subband(level: 1, orientation: .highAlongHeight, x: 0, y: 3, width: 4, height: 2),
      Subband(level: 1, orientation: .highAlongWidth, x: 4, y: 0, width: 3, height: 3),
      Subband(level: 1, orientation: .highAlongBoth, x: 4, y: 3, width: 3, height: 2),
    ]
    #expect(bands == expected)
    #expect(WaveletPacket<Float>.pyramid(levels: 0).subbands(width: 7, height: 5).count == 1)
    #expect(PacketTree.uniform(depth: 3).leaves(width: 8, height: 8).count == 64)
    #expect(PacketTree.uniform(depth: 3).depth == 3 && PacketTree.pyramid(levels: 4).depth == 4)
  }
}
