import CKernels
import TestSupport
import Testing

/// The kernels of sounds without loss against plain twins, at every level.
@Suite(.serialized) struct SoundKernelTests {
  private static let order = Int(sound_plain_order)

  /// Samples as the next in a line of `order` before them, and what coefficients leave of them.
  @Test(arguments: [(0, 40), (1, 1), (7, 15), (8, 16), (19, 100), (32, 4096), (32, 33)])
  func residuals(taps: Int, count: Int) {
    var random = SeededRandom(UInt64(taps + count))
    var predictor = SoundPredictor()
    predictor.order = Int32(taps)
    predictor.shift = Int32(random.next(below: 25))
    let coefficients = (0..<taps).map { _ in Int32(random.next(below: 1 << 15) - 1 << 14) }
    withUnsafeMutableBytes(of: &predictor.coefficients) { bytes in
      bytes.bindMemory(to: Int32.self).baseAddress?.update(from: coefficients, count: taps)
    }
    let samples: [Int32] = random.integers(Self.order + count)
    let expected = (0..<count).map { frame in
      let sum = (0..<taps).reduce(0) {
        $0 + Int(coefficients[$1]) * Int(samples[Self.order + frame - 1 - $1])
      }
      return samples[Self.order + frame] &- Int32(truncatingIfNeeded: sum >> Int(predictor.shift))
    }
    forEachLevel { level in
      var found = [Int32](repeating: 0, count: count)
      samples.withUnsafeBufferPointer {
        sound_plain_residuals(&predictor, $0.baseAddress! + Self.order, &found, count)
      }
      #expect(found == expected, "level \(level)")
      var restored = Array(samples[..<Self.order]) + found
      restored.withUnsafeMutableBufferPointer {
        sound_plain_restore(&predictor, $0.baseAddress! + Self.order, count)
      }
      #expect(restored == samples, "level \(level)")
    }
  }

  /// A recursion of two taps is found, by the same coefficients at every level.
  @Test func choice() {
    var random = SeededRandom(2)
    var samples: [Int32] = [0, 0]
    for _ in 0..<4096 {
      let last = Int(samples[samples.count - 1])
      let before = Int(samples[samples.count - 2])
      samples.append(Int32((12 * last - 7 * before) / 8 + random.next(below: 2001) - 1000))
    }
    var expected: [Int32]?
    forEachLevel { level in
      var predictor = SoundPredictor()
      sound_plain_choose(&predictor, Array(samples[2...]), 4096)
      let found = withUnsafeBytes(of: predictor.coefficients) { Array($0.bindMemory(to: Int32.self)) }
      #expect(found == expected ?? found, "level \(level)")
      expected = expected ?? found
      let scale = Double(1 << predictor.shift)
      #expect(abs(Double(found[0]) / scale - 1.5) < 0.06 && abs(Double(found[1]) / scale + 0.875) < 0.06)
    }
  }

  /// Numbers of all sizes as Rice codes, between bits that stand alone.
  @Test func rice() {
    var random = SeededRandom(3)
    let residuals: [Int32] =
      (0..<5000).map { index in
        let bits = 1 + (index / 200 + random.next(below: 3)) % 31
        return Int32(truncatingIfNeeded: random.next(below: 1 << bits) - 1 << (bits - 1))
      } + [.min, .max, 0, -1]
    let capacity = residuals.count * Int(sound_rice_most_bytes) + 80
    var bytes = [UInt8](repeating: 0, count: capacity)
    let used = bytes.withUnsafeMutableBufferPointer { buffer in
      var writer = SoundBitWriter(bits: 0, count: 0, next: buffer.baseAddress!)
      var mean: UInt64 = 1 << 11
      sound_rice_put(&writer, 5, 3)
      sound_rice_write(&writer, &mean, residuals, residuals.count)
      sound_rice_put(&writer, .max, 32)
      sound_rice_put(&writer, 0, 0)
      sound_rice_end(&writer)
      return writer.next - buffer.baseAddress!
    }
    #expect(used % 4 == 0 && used <= capacity)
    let padded = bytes[..<used] + [UInt8](repeating: 0, count: 8)
    padded.withUnsafeBufferPointer { buffer in
      var reader = SoundBitReader(bytes: buffer.baseAddress!, count: used, position: 0)
      var mean: UInt64 = 1 << 11
      var found = [Int32](repeating: 0, count: residuals.count)
      #expect(sound_rice_get(&reader, 3) == 5)
      sound_rice_read(&reader, &mean, &found, found.count)
      #expect(found == residuals)
      #expect(sound_rice_get(&reader, 32) == .max && sound_rice_get(&reader, 0) == 0)
      #expect(reader.position <= 8 * used && reader.position > 8 * used - 32)
    }
  }
}
