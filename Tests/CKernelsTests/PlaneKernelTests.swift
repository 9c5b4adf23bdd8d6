import CKernels
import TestSupport
import Testing

/// Interleaving and mixing against plain loops, bit by bit, at every level: a fused product and sum would show.
@Suite(.serialized) struct PlaneKernelTests {
  @Test(arguments: [0, 1, 7, 16, 33, 200], [1, 3, 24])
  func rowsInterleave(count: Int, stride: Int) {
    var random = SeededRandom(UInt64(count * 100 + stride))
    let row = random.floats(count)
    let old = random.floats(count * stride)
    let unit: Float = 0.7310586
    var expected = old
    for x in 0..<count { expected[x * stride] = row[x] * unit }
    forEachLevel { level in
      var out = old
      interleave_row(&out, stride, row, count, unit)
      #expect(out == expected, "level \(level)")
    }
  }

  @Test(arguments: [0, 1, 7, 16, 33, 200], [1, 3, 24])
  func interleavedRowsAreAdded(count: Int, stride: Int) {
    var random = SeededRandom(UInt64(count * 100 + stride))
    let channels = random.floats(count * stride)
    let old = random.floats(count)
    let unit: Float = 0.7310586
    let expected = (0..<count).map { old[$0] + channels[$0 * stride] * unit }
    forEachLevel { level in
      var row = old
      add_interleaved_row(&row, channels, stride, count, unit)
      #expect(row == expected, "level \(level)")
    }
  }

  @Test(arguments: [0, 1, 63, 64, 65, 300], [0, 1, 3, 48])
  func planesAreMixed(size: Int, count: Int) {
    var random = SeededRandom(UInt64(size * 100 + count))
    let planes = random.floats(count * size)
    let weights = random.floats(count)
    let expected = (0..<size).map { index in
      (0..<count).reduce(Float(0)) { $0 + weights[$1] * planes[$1 * size + index] }
    }
    forEachLevel { level in
      var out = [Float](repeating: .nan, count: size)
      mix_planes(&out, planes, weights, count, size)
      #expect(out == expected, "level \(level)")
    }
  }
}
