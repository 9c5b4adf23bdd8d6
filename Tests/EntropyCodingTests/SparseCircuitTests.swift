import Bytes
import CKernels
import TestSupport
import Testing

@testable import EntropyCoding

/// Wide planes in which next to nothing stands: segments around which there are only zeros are not predicted.
@Suite(.serialized) struct SparseCircuitTests {
  /// A reference and a parent that are smaller by one than what looks at them.
  private static let structures = [
    PlaneStructure(width: 257, height: 20, model: 0),
    PlaneStructure(width: 514, height: 39, model: 1, parent: 0),
    PlaneStructure(width: 515, height: 40, model: 2, references: [1], parent: 0),
  ]

  /// Zeros but for some places, among them ends of rows and of segments.
  private static func planes(_ count: Int, random: inout SeededRandom) -> [[Int16]] {
    structures.map { structure in
      var values = [Int16](repeating: 0, count: structure.width * structure.height)
      for _ in 0..<count {
        let ends = [0, 63, 64, 127, 128, structure.width - 1]
        let x = random.next(below: 2) == 0 ? random.next(below: structure.width) : ends[random.next(below: 6)]
        let y = random.next(below: structure.height)
        values[y * structure.width + x] = Int16(random.next(below: 9)) - 4
      }
      return values
    }
  }

  @Test(arguments: [0, 1, 2, 5, 20, 200])
  func roundTrip(count: Int) throws {
    let model = try LatentCircuits.learned()
    var random = SeededRandom(UInt64(count))
    for _ in 0..<4 {
      let planes = Self.planes(count, random: &random)
      let coded = LatentCircuits.encode(model, planes, Self.structures)
      let decoded = LatentCircuits.decode(model, coded.payload, Self.structures)
      #expect(decoded.planes == planes)
      #expect(decoded.state == coded.state)
    }
  }

  /// Bytes that do not depend on what is skipped, at every SIMD level.
  @Test func golden() throws {
    let model = try LatentCircuits.learned()
    let best = kernels_best_level()
    defer { kernels_set_level(best) }
    for level in 0...best {
      kernels_set_level(level)
      var random = SeededRandom(515)
      let planes = Self.planes(12, random: &random)
      let coded = LatentCircuits.encode(model, planes, Self.structures)
      #expect(coded.payload.count == 123)
      #expect(CRC32.checksum(coded.payload) == 1_689_118_746)
    }
  }
}
