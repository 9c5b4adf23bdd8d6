import TestSupport
import Testing

@testable import Transforms

/// A tile with a margin of `LiftingWavelet.halo` gives the bits of the whole picture.
@Suite struct TileTests {
  private let width = 600
  private let height = 450
  private let levels = 5

  private struct Tile {
    let x: Int
    let y: Int
    let width: Int
    let height: Int
  }

  /// A tile in the middle and its margin, and one at the bottom right, where the margin is cut.
  private func enlarged(_ tile: Tile, by halo: Int) -> Tile {
    let (left, top) = (max(0, tile.x - halo), max(0, tile.y - halo))
    let (right, bottom) = (min(width, tile.x + tile.width + halo), min(height, tile.y + tile.height + halo))
    return Tile(x: left, y: top, width: right - left, height: bottom - top)
  }

  private func cut<Sample>(_ plane: [Sample], stride: Int, _ tile: Tile) -> [Sample] {
    (0..<tile.height).flatMap { row in
      let start = (tile.y + row) * stride + tile.x
      return plane[start..<start + tile.width]
    }
  }

  /// The coefficients of `band` that lie on a tile whose place is relative to the plane of the band.
  private func cut<Sample>(_ mosaic: [Sample], stride: Int, _ band: Subband, _ tile: Tile) -> [Sample] {
    let (right, bottom) = (tile.x + tile.width, tile.y + tile.height)
    let first = (x: min(band.width, tile.x >> band.level), y: min(band.height, tile.y >> band.level))
    let round = (1 << band.level) - 1
    let end = (
      x: min(band.width, (right + round) >> band.level), y: min(band.height, (bottom + round) >> band.level)
    )
    return cut(
      mosaic, stride: stride,
      Tile(x: band.x + first.x, y: band.y + first.y, width: end.x - first.x, height: end.y - first.y))
  }

  private func check<Sample: LiftingSample & Equatable>(_ plane: [Sample]) {
    let halo = LiftingWavelet<Sample>.halo(levels: levels)
    let packet = WaveletPacket<Sample>.pyramid(levels: levels)
    let whole = packet.forward(plane, width: width, height: height)
    let restored = packet.inverse(whole, width: width, height: height)
    for tile in [
      Tile(x: 224, y: 160, width: 96, height: 64), Tile(x: 0, y: 128, width: 64, height: 128),
      Tile(x: 448, y: 352, width: 152, height: 98),
    ] {
      let outer = enlarged(tile, by: halo)
      let inner = Tile(x: tile.x - outer.x, y: tile.y - outer.y, width: tile.width, height: tile.height)
      let part = packet.forward(cut(plane, stride: width, outer), width: outer.width, height: outer.height)
      let bands = zip(
        packet.subbands(width: width, height: height),
        packet.subbands(width: outer.width, height: outer.height))
      for (band, own) in bands {
        let expected = cut(whole, stride: width, band, tile)
        #expect(cut(part, stride: outer.width, own, inner) == expected)
        #expect(!expected.isEmpty)
      }

      // The inverse, from the coefficients of the whole picture that lie on the enlarged tile.
      var assembled = [Sample](repeating: .zero, count: outer.width * outer.height)
      assembled.withUnsafeMutableBufferPointer { buffer in
        guard let base = buffer.baseAddress else { return }
        let view = PlaneView(base, width: outer.width, height: outer.height)
        for (band, own) in bands { own.put(cut(whole, stride: width, band, outer), into: view) }
      }
      let samples = packet.inverse(assembled, width: outer.width, height: outer.height)
      #expect(cut(samples, stride: outer.width, inner) == cut(restored, stride: width, tile))
    }
  }

  @Test func floatTiles() {
    var random = SeededRandom(11)
    #expect(LiftingWavelet<Float>.halo(levels: levels) == 128)
    check(random.floats(width * height))
  }

  @Test func integerTiles() {
    var random = SeededRandom(12)
    #expect(LiftingWavelet<Int16>.halo(levels: levels) == 64)
    check(random.integers(width * height) as [Int16])
  }
}
