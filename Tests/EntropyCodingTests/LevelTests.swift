import CKernels
import TestSupport
import Testing

@testable import EntropyCoding

/// Every level codes the same bytes. Tests of other suites may change the level meanwhile, which is harmless: it
/// changes only which code computes the same contexts.
@Suite(.serialized) struct LevelTests {
  @Test(arguments: [(1, 1), (33, 9), (130, 67)], [3, 60, 30_000])
  func levelsAgree(size: (Int, Int), scale: Int) throws {
    let model = try ClassModelTests.model()
    let structures = ClassModelTests.layout(width: size.0, height: size.1)
    var random = SeededRandom(UInt64(size.0 + scale))
    let planes = structures.map { ClassModelTests.plane($0, scale: scale, random: &random) }
    let best = kernels_best_level()
    defer { kernels_set_level(best) }
    var expected: (payload: [UInt8], state: UInt32)?
    for level in 0...best {
      #expect(kernels_set_level(level) == level)
      var copy = planes
      let coded = ClassModelTests.withViews(&copy, structures) { model.encode($0, structures) }
      #expect(coded == expected ?? coded, "level \(level)")
      expected = expected ?? coded
      var decoded = structures.map { [Int16](repeating: 0, count: $0.width * $0.height) }
      let end = ClassModelTests.withViews(&decoded, structures) {
        model.decode(coded.payload[...], into: $0, structures)
      }
      #expect(decoded == planes && end == coded.state, "level \(level)")
    }
  }
}
