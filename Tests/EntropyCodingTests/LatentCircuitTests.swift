import Bytes
import CKernels
import TestSupport
import Testing

@testable import EntropyCoding

@Suite(.serialized) struct LatentCircuitTests {
  @Test(
    arguments: [(1, 1), (1, 7), (8, 8), (17, 3), (64, 40), (123, 61), (200, 9), (0, 4), (3, 0)],
    [0, 2, 30, 40_000])
  func roundTrip(size: (Int, Int), scale: Int) throws {
    let model = try LatentCircuits.learned()
    let structures = ClassModelTests.layout(width: size.0, height: size.1)
    var random = SeededRandom(UInt64(size.0 * 1000 + size.1 + scale))
    let planes = structures.map { structure in
      scale == 0
        ? [Int16](repeating: 0, count: structure.width * structure.height)
        : ClassModelTests.plane(structure, scale: scale, random: &random)
    }
    let coded = LatentCircuits.encode(model, planes, structures)
    let decoded = LatentCircuits.decode(model, coded.payload, structures)
    #expect(decoded.planes == planes)
    #expect(decoded.state == coded.state)
  }

  /// The extremes of Int16 in a plane with mean prediction, whose residuals need 17 bits.
  @Test func extremes() throws {
    let model = try LatentCircuits.learned()
    let structures = [PlaneStructure(width: 9, height: 5, model: 0)]
    let planes = [(0..<45).map { $0 % 3 == 0 ? Int16.min : $0 % 3 == 1 ? Int16.max : 0 }]
    let coded = LatentCircuits.encode(model, planes, structures)
    let decoded = LatentCircuits.decode(model, coded.payload, structures)
    #expect(decoded.planes == planes)
    #expect(decoded.state == coded.state)
  }

  /// Damaged or cut payloads decode to something else without a crash, and the state tells.
  @Test func damage() throws {
    let model = try LatentCircuits.learned()
    let structures = ClassModelTests.layout(width: 80, height: 20)
    var random = SeededRandom(5)
    let planes = structures.map { ClassModelTests.plane($0, scale: 20, random: &random) }
    let (payload, state) = LatentCircuits.encode(model, planes, structures)
    var missed = 0
    for index in payload.indices {
      var broken = payload
      broken[index] ^= UInt8(1 + random.next(below: 255))
      if index % 3 == 0 { broken.removeSubrange(index...) }
      let decoded = LatentCircuits.decode(model, broken, structures)
      if decoded.state == state && decoded.planes != planes { missed += 1 }
    }
    #expect(missed == 0)
  }

  /// What was learned is smaller on other latents of the same law than what was not.
  @Test func learningHelps() throws {
    let model = try LatentCircuits.learned()
    let blank = try LatentCircuitLearner(classes: ClassModelTests.model(), taps: LatentCircuits.taps).arrays
    let unlearned = try LatentCircuit(blank, classes: ClassModelTests.model())
    let structures = ClassModelTests.layout(width: 96, height: 40)
    var random = SeededRandom(7)
    let planes = structures.map { ClassModelTests.plane($0, scale: 3, random: &random) }
    let learned = LatentCircuits.encode(model, planes, structures).payload.count
    #expect(learned < LatentCircuits.encode(unlearned, planes, structures).payload.count)
  }

  /// A segment of zeros costs one decision, whatever stands below it.
  @Test func emptyPlanes() throws {
    let model = try LatentCircuits.learned()
    let structures = [PlaneStructure(width: 1024, height: 512, model: 1)]
    let planes = [[Int16](repeating: 0, count: 1024 * 512)]
    // 8192 segments at the least chance of a one, 2^-16 of 22 bits' worth, and what the first ones cost.
    #expect(LatentCircuits.encode(model, planes, structures).payload.count < 100)
  }

  /// Every SIMD level codes the same bytes, which are part of the format.
  @Test func golden() throws {
    let model = try LatentCircuits.learned()
    let structures = ClassModelTests.layout(width: 123, height: 61)
    var random = SeededRandom(2024)
    let golden: [(scale: Int, count: Int, checksum: UInt32, state: UInt32)] = [
      (3, 337, 1_356_086_140, 2_083_566_076), (60, 3490, 3_910_604_528, 3_317_866_437),
      (30_000, 20275, 3_795_626_736, 4_079_028_126),
    ]
    let best = kernels_best_level()
    defer { kernels_set_level(best) }
    for (scale, count, checksum, state) in golden {
      let planes = structures.map { ClassModelTests.plane($0, scale: scale, random: &random) }
      for level in 0...best {
        #expect(kernels_set_level(level) == level)
        let coded = LatentCircuits.encode(model, planes, structures)
        #expect(coded.payload.count == count)
        #expect(CRC32.checksum(coded.payload) == checksum)
        #expect(coded.state == state)
      }
    }
  }

  @Test func absurdArrays() throws {
    let classes = try ClassModelTests.model()
    let arrays = try LatentCircuits.learned().arrays
    var short = arrays
    short.gates.removeLast()
    var meanless = arrays
    meanless.means.removeLast()
    var ahead = arrays
    ahead.taps.replaceSubrange(0..<4, with: [-1, 0, 0, 5])
    var far = arrays
    far.taps.replaceSubrange(0..<4, with: [0, 2, 0, 5])
    var few = arrays
    few.taps.removeLast(4)
    for broken in [short, meanless, ahead, far, few] {
      #expect(throws: CodecError.self) { try LatentCircuit(broken, classes: classes) }
    }
    // A tap at a reference that a plane has not.
    var foreign = arrays
    foreign.taps.replaceSubrange(0..<4, with: [0, 0, 0, 5])
    let model = try LatentCircuit(foreign, classes: classes)
    #expect(!model.knows(PlaneStructure(width: 4, height: 4, model: 0)))
    #expect(model.knows(PlaneStructure(width: 4, height: 4, model: 2, references: [1])))
  }

  /// Chances rise with log odds, and those of opposite odds add up to one.
  @Test func logistic() {
    let chances = Logistic.shared.chances
    #expect(chances.count == Int(circuit_chance_count))
    #expect(zip(chances, chances.dropFirst()).allSatisfy { $0 <= $1 })
    #expect(chances.allSatisfy { $0 > 0 })
    let half = chances.count / 2
    #expect(chances[half] == 32768)
    #expect((1..<half).allSatisfy { abs(Int(chances[half - $0]) + Int(chances[half + $0]) - 65536) <= 1 })
  }

  /// Rows and columns that the kernels and the class model both count by.
  @Test func rules() {
    #expect(Int(circuit_classes) == ContextRules.classCount)
    #expect(Int(circuit_run) == ContextRules.runLength)
    #expect(Int(circuit_escape) == ContextRules.escape)
    #expect(Int(circuit_magnitude_cap) == Int(ContextRules.cap))
    #expect(Int(circuit_longest_prefix) == ContextRules.longestPrefix)
    #expect(CircuitRules.tapCount == Int(circuit_taps))
  }
}
