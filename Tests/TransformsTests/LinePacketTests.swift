import CKernels
import TestSupport
import Testing

@testable import Transforms

@Suite(.serialized) struct LinePacketTests {
  private func forward(_ line: [Float], depth: Int) -> [Float] {
    var bands = line
    bands.withUnsafeMutableBufferPointer {
      LinePacket<Float>(depth: depth).forward($0.baseAddress!, count: $0.count)
    }
    return bands
  }

  private func inverse(_ bands: [Float], depth: Int) -> [Float] {
    var line = bands
    line.withUnsafeMutableBufferPointer {
      LinePacket<Float>(depth: depth).inverse($0.baseAddress!, count: $0.count)
    }
    return line
  }

  /// Split line by line.
  private func plain(_ line: [Float], depth: Int) -> [Float] {
    guard depth > 0 else { return line }
    let (low, high) = LiftingWavelet<Float>().split(line)
    return plain(low, depth: depth - 1) + plain(high, depth: depth - 1)
  }

  @Test(arguments: [(0, 5), (1, 2), (1, 10), (3, 8), (3, 40), (8, 256), (8, 5 * 256)])
  func reconstructsAndEqualsItsSplits(depth: Int, count: Int) {
    var random = SeededRandom(UInt64(count))
    let line = random.floats(count)
    let bands = forward(line, depth: depth)
    #expect(bands == plain(line, depth: depth))
    #expect(relativeError(inverse(bands, depth: depth), line) < 1e-5)
  }

  /// A part of a line with a margin gives the coefficients of the whole, bit by bit, and so do samples back.
  @Test func partsAreThoseOfTheWhole() {
    let (depth, hop, columns) = (8, 256, 24)
    var random = SeededRandom(3)
    let line = random.floats(columns * hop)
    let whole = forward(line, depth: depth)
    let margin = Float.reach
    let part = 6..<18
    let inner = forward(Array(line[part.lowerBound * hop..<part.upperBound * hop]), depth: depth)
    for band in 0..<hop {
      for column in margin..<part.count - margin {
        #expect(inner[band * part.count + column] == whole[band * columns + part.lowerBound + column])
      }
    }
    let cut = (0..<hop).flatMap { band in
      whole[band * columns + part.lowerBound..<band * columns + part.upperBound]
    }
    let back = inverse(whole, depth: depth)
    let samples = inverse(cut, depth: depth)
    let kept = margin * hop..<(part.count - margin) * hop
    #expect(Array(samples[kept]) == kept.map { back[part.lowerBound * hop + $0] })
  }

  @Test func sameBitsAtEveryLevel() {
    var random = SeededRandom(4)
    let line = random.floats(9 * 256)
    let best = kernels_best_level()
    defer { kernels_set_level(best) }
    kernels_set_level(Int32(kernels_level_baseline))
    let expected = (forward(line, depth: 8), inverse(line, depth: 8))
    for level in 0...best {
      kernels_set_level(level)
      #expect(forward(line, depth: 8) == expected.0 && inverse(line, depth: 8) == expected.1)
    }
  }
}
