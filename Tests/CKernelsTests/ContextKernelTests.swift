import CKernels
import TestSupport
import Testing

/// The rows of the context model against plain loops with sums that wrap, at every level.
@Suite(.serialized) struct ContextKernelTests {
  @Test(arguments: [1, 31, 32, 33, 200], [0, 1, 4, 12])
  func contextsAreWeighted(width: Int, taps: Int) {
    var random = SeededRandom(UInt64(width * 100 + taps))
    let padded = (width + 31) / 32 * 32
    let values: [Int16] = random.integers(taps * padded)
    let weights: [Int16] = random.integers(taps)
    let bias = Int32.random(in: Int32.min...Int32.max, using: &random)
    let expected = (0..<width).map { x in
      (0..<taps).reduce(bias) { $0 &+ Int32(weights[$1]) &* Int32(values[$1 * padded + x]) }
    }
    forEachLevel { level in
      var sums = [Int32](repeating: 0, count: padded)
      values.withUnsafeBufferPointer { values in
        let rows = values.baseAddress.map { base in (0..<taps).map { base + $0 * padded } } ?? []
        context_row(&sums, rows, weights, taps, bias, width)
      }
      #expect(Array(sums[..<width]) == expected, "level \(level)")
    }
  }

  @Test(arguments: [0, 1, 2, 31, 64, 201])
  func halvesAreDoubled(width: Int) {
    var random = SeededRandom(UInt64(width))
    let old: [Int32] = random.integers(width)
    let half: [Int32] = random.integers((width + 1) / 2)
    let expected = (0..<width).map { old[$0] &+ half[$0 / 2] }
    forEachLevel { level in
      var sums = old
      add_doubled_row(&sums, half, width)
      #expect(sums == expected, "level \(level)")
    }
  }

  @Test(arguments: [0, 1, 3, 16, 25])
  func runsAreSummed(count: Int) {
    var random = SeededRandom(UInt64(count))
    let sums: [Int32] = random.integers(8 * count)
    let expected = (0..<count).map { run in
      sums[8 * run..<8 * run + 8].reduce(Int32(0)) { $0 &+ max($1, 0) }
    }
    forEachLevel { level in
      var runs = [Int32](repeating: -1, count: count)
      run_sums_row(&runs, sums, count)
      #expect(runs == expected, "level \(level)")
    }
  }

  @Test(arguments: [0, 1, 15, 16, 100])
  func crossesAreSummed(width: Int) {
    var random = SeededRandom(UInt64(width))
    let above: [Int16] = random.integers(width)
    let row: [Int16] = random.integers(width + 2)
    let below: [Int16] = random.integers(width)
    let expected = (0..<width).map { (x: Int) -> Int16 in
      let sides = row[x] &+ row[x + 2]
      return sides &+ above[x] &+ below[x]
    }
    forEachLevel { level in
      var cross = [Int16](repeating: 0, count: width)
      row.withUnsafeBufferPointer { row in
        guard let base = row.baseAddress else { return }
        cross_row(&cross, above, base + 1, below, width)
      }
      #expect(cross == expected, "level \(level)")
    }
  }
}
