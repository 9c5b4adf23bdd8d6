import TestSupport
import Testing

@testable import EntropyCoding

struct ContextRulesTests {
  /// Class k begins at (4 + k mod 4) 2^(k / 4); whatever is less than the first belongs to it, whatever is more
  /// than the last to that.
  private func plainClass(_ prediction: Int32) -> Int {
    let starts = (0..<ContextRules.classCount).map { (4 + $0 % 4) << ($0 / 4) }
    return starts.lastIndex { $0 <= Int(prediction) } ?? 0
  }

  @Test func smallPredictions() {
    for prediction in Int32(-300)...20_000 {
      #expect(ContextRules.classIndex(prediction) == plainClass(prediction))
    }
  }

  /// Around every start of a class and of the octaves beyond the last.
  @Test func starts() {
    for octave in 0...28 {
      for quarter in 4...7 {
        for offset in -2...2 {
          let prediction = Int32(clamping: quarter << octave + offset)
          #expect(ContextRules.classIndex(prediction) == plainClass(prediction), "\(prediction)")
        }
      }
    }
  }

  @Test func extremes() {
    #expect(ContextRules.classIndex(.max) == ContextRules.classCount - 1)
    for prediction in [Int32.min, -2_147_483_647, -1, 0, 3, 4] {
      #expect(ContextRules.classIndex(prediction) == 0)
    }
    #expect(ContextRules.classIndex(5) == 1)
  }

  @Test func wholeRange() {
    var random = SeededRandom(31)
    var prediction = Int64(Int32.min)
    while prediction <= Int64(Int32.max) {
      let value = Int32(prediction)
      #expect(ContextRules.classIndex(value) == plainClass(value), "\(value)")
      prediction += 1 + Int64(random.next(below: 1 << 19))
    }
  }
}
