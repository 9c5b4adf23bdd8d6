import TestSupport
import Testing

@testable import EntropyCoding

/// Rate–distortion optimised quantization against a plain count of bits and errors.
struct DecisionTests {
  /// A group before and after decision.
  private struct Group {
    let structures: [PlaneStructure]
    /// Rounded to the nearest, and what that took from the magnitudes, in 1/256.
    var rounded: [[Int16]] = []
    var fractions: [[Int8]] = []

    /// Clustered magnitudes in 1/256, below about `scale` steps.
    init(width: Int, height: Int, scale: Int, seed: Int) {
      structures = ClassModelTests.layout(width: width, height: height)
      var random = SeededRandom(UInt64(seed))
      for structure in structures {
        var energy = 0
        let magnitudes = (0..<structure.width * structure.height).map { _ in
          energy = random.next(below: 12) == 0 ? random.next(below: 256 * scale) : energy * 4 / 5
          return random.next(below: energy + 100)
        }
        rounded.append(
          magnitudes.map { Int16(($0 + 128) / 256) * (random.next(below: 2) == 0 ? 1 : -1) })
        fractions.append(magnitudes.map { Int8($0 - ($0 + 128) / 256 * 256) })
      }
    }

    func decided(by model: ClassModel, thousandths: Int) -> [[Int16]] {
      var planes = rounded
      let memory = fractions.map { plane in
        let base = UnsafeMutablePointer<Int8>.allocate(capacity: max(plane.count, 1))
        base.initialize(from: plane, count: plane.count)
        return base
      }
      defer { for base in memory { base.deallocate() } }
      let views = zip(memory, structures).map { FractionPlane(start: $0, rowStride: $1.width) }
      ClassModelTests.withViews(&planes, structures) {
        model.decide(
          $0, fractions: views, structures, rateWeight: RateWeight(thousandths: thousandths))
      }
      return planes
    }

    /// Bits as they are written times their weight, and squared errors, in 1/65536 squared steps.
    func cost(_ planes: [[Int16]], by model: ClassModel, thousandths: Int) -> Int {
      var coded = planes
      let payload = ClassModelTests.withViews(&coded, structures) { model.encode($0, structures).payload }
      var distortion = 0
      for (index, plane) in planes.enumerated() {
        for (place, value) in plane.enumerated() {
          let magnitude = 256 * abs(Int(rounded[index][place])) + Int(fractions[index][place])
          let error = magnitude - 256 * abs(Int(value))
          distortion += error * error
        }
      }
      return distortion + payload.count * 8 * thousandths * 65536 / 1000
    }
  }

  private static let sizes = [(1, 1), (7, 3), (8, 8), (17, 5), (64, 40), (123, 61)]

  @Test(arguments: sizes, [0, 60, 116, 1000, 10_000])
  func latentsMoveTowardsZero(size: (Int, Int), thousandths: Int) throws {
    let model = try ClassModelTests.model()
    for scale in [1, 4, 40, 1000] {
      let group = Group(width: size.0, height: size.1, scale: scale, seed: size.0 + scale)
      let decided = group.decided(by: model, thousandths: thousandths)
      for (old, new) in zip(group.rounded.joined(), decided.joined()) where old != new {
        let (from, to) = (Int(old), Int(new))
        #expect(to == 0 || to == from - from.signum(), "\(from) became \(to)")
      }
    }
  }

  @Test(arguments: sizes)
  func freeBitsChangeNothing(size: (Int, Int)) throws {
    let model = try ClassModelTests.model()
    for scale in [1, 4, 40, 1000] {
      let group = Group(width: size.0, height: size.1, scale: scale, seed: size.0 * scale)
      #expect(group.decided(by: model, thousandths: 0) == group.rounded)
    }
  }

  /// A latent halfway between zero and one costs as much as zero: it stays.
  @Test func tiesStay() throws {
    var group = Group(width: 24, height: 9, scale: 1, seed: 3)
    for plane in group.rounded.indices {
      for place in group.rounded[plane].indices {
        group.rounded[plane][place] = place % 29 == 0 ? 1 : 0
        group.fractions[plane][place] = place % 29 == 0 ? -128 : 0
      }
    }
    #expect(group.decided(by: try ClassModelTests.model(), thousandths: 0) == group.rounded)
  }

  /// A plane with mean prediction predicts from what is there: it is left alone.
  @Test func predictedPlanesStay() throws {
    let group = Group(width: 64, height: 40, scale: 4, seed: 4)
    let decided = group.decided(by: try ClassModelTests.model(), thousandths: 1000)
    #expect(decided[0] == group.rounded[0])
    #expect(decided[1] != group.rounded[1] && decided[2] != group.rounded[2])
  }

  @Test(arguments: [1, 2, 4, 10], [60, 116, 250, 1000])
  func costIsLess(scale: Int, thousandths: Int) throws {
    let model = try ClassModelTests.model()
    for seed in 1...4 {
      let group = Group(width: 123, height: 61, scale: scale, seed: seed)
      let decided = group.decided(by: model, thousandths: thousandths)
      let before = group.cost(group.rounded, by: model, thousandths: thousandths)
      let after = group.cost(decided, by: model, thousandths: thousandths)
      #expect(after < before, "\(after) of \(before)")
    }
  }
}
