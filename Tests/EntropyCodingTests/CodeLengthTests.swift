import Foundation
import TestSupport
import Testing

@testable import EntropyCoding

struct CodeLengthTests {
  /// Against the logarithm itself, which only a test may use: every addend is exact to 2^-20 bits.
  @Test func everyWidth() {
    for width in 1...1 << RangeEncoder.precision {
      var length = CodeLength()
      length.add(width: width)
      let exact = (15 - log2(Double(width))) * Double(CodeLength.unitsPerBit)
      #expect(abs(Double(length.units) - exact) <= 1.01, "\(width)")
    }
    var length = CodeLength()
    length.add(bits: 3)
    length.add(width: 1 << 13)
    #expect(length.units == UInt64(5 * CodeLength.unitsPerBit))
  }

  /// The planes' lengths together are that of the payload, but for its end.
  @Test(arguments: [2, 30, 5000])
  func planes(scale: Int) throws {
    let model = try ClassModelTests.model()
    let structures = ClassModelTests.layout(width: 150, height: 90)
    var random = SeededRandom(UInt64(scale))
    var planes = structures.map { ClassModelTests.plane($0, scale: scale, random: &random) }
    let original = planes
    let lengths = ClassModelTests.withViews(&planes, structures) { model.codeLengths($0, structures) }
    #expect(planes == original && lengths.count == 3)
    let payload = ClassModelTests.withViews(&planes, structures) { model.encode($0, structures).payload }
    let ideal = Double(lengths.reduce(0) { $0 + $1.units }) / Double(CodeLength.unitsPerBit) / 8
    #expect(Double(payload.count) > ideal - 0.2 && Double(payload.count) < ideal * 1.0001 + 8)
  }
}
