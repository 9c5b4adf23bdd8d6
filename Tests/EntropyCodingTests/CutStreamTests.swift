import TestSupport
import Testing

@testable import EntropyCoding

/// Streams that are cut: rows said to be known are as they were coded, and more bytes tell more of them.
struct CutStreamTests {
  @Test(arguments: [2, 60, 30_000]) func rowsOfTheStart(scale: Int) throws {
    let structures = ClassModelTests.layout(width: 77, height: 29)
    var random = SeededRandom(UInt64(scale))
    let planes = structures.map { ClassModelTests.plane($0, scale: scale, random: &random) }
    let models: [any LatentModel] = [try ClassModelTests.model(), try LatentCircuits.learned()]
    for model in models {
      var copy = planes
      let payload = ClassModelTests.withViews(&copy, structures) { model.encode($0, structures) }.payload
      var before = 0
      for count in stride(from: 0, through: payload.count, by: max(1, payload.count / 97)) {
        var decoded = structures.map { [Int16](repeating: 77, count: $0.width * $0.height) }
        let rows = ClassModelTests.withViews(&decoded, structures) {
          model.decode(start: payload[..<count], into: $0, structures)
        }
        for (index, structure) in structures.enumerated() {
          #expect(rows[index] <= structure.height)
          let known = rows[index] * structure.width
          #expect(decoded[index].prefix(known) == planes[index].prefix(known), "\(count) bytes")
        }
        // Planes follow each other.
        #expect(zip(rows.dropFirst(), zip(rows, structures)).allSatisfy { $0 == 0 || $1.0 == $1.1.height })
        #expect(rows.reduce(0, +) >= before)
        before = rows.reduce(0, +)
      }
      // What the range coder holds of the end at most.
      if payload.count > 100 { #expect(before > structures.reduce(0) { $0 + $1.height } / 2) }
    }
  }
}
