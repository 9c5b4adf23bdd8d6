import TestSupport
import Testing

@testable import Transforms

/// The kernels against plain scalar loops, bit by bit: vector code must not change a result.
@Suite struct PlainTwinTests {
  /// CDF 9/7 on one interleaved line, with explicit mirrored indices.
  private func split(_ line: [Float]) -> [Float] {
    guard line.count > 1 else { return line.map { $0 * 1.4142135623730951 } }
    var x = line
    func mirrored(_ index: Int) -> Float {
      let index = abs(index)
      return x[index < x.count ? index : 2 * (x.count - 1) - index]
    }
    let factors: [Float] = [-1.586134342059924, -0.052980118572961, 0.882911075530934, 0.443506852043971]
    for (step, factor) in factors.enumerated() {
      for n in stride(from: 1 - step % 2, to: x.count, by: 2) {
        x[n] += factor * (mirrored(n - 1) + mirrored(n + 1))
      }
    }
    let low = stride(from: 0, to: x.count, by: 2).map { x[$0] * 1.149604398860241 }
    return low + stride(from: 1, to: x.count, by: 2).map { x[$0] * -0.869864451624781 }
  }

  @Test(arguments: [(1, 1), (2, 1), (1, 9), (37, 22), (130, 67), (200, 131)])
  func splitIsThePlainOne(width: Int, height: Int) {
    var random = SeededRandom(16)
    let plane = random.floats(width * height)
    var expected = plane
    for y in 0..<height {
      expected.replaceSubrange(
        y * width..<(y + 1) * width, with: split(Array(expected[y * width..<(y + 1) * width])))
    }
    for x in 0..<width {
      let column = split((0..<height).map { expected[$0 * width + x] })
      for y in 0..<height { expected[y * width + x] = column[y] }
    }
    #expect(WaveletPacket<Float>.pyramid(levels: 1).forward(plane, width: width, height: height) == expected)
  }

  @Test func rotationIsThePlainOne() throws {
    let m = try #require(Golden.cases("rotated").first?.rotation)
    var random = SeededRandom(17)
    let words: [UInt16] = random.integers(3 * 101)
    let planes = rotated(words, ColourTransform(rotation: m), width: 101, height: 1, pixelStride: 3)
    for (row, plane) in planes.all.enumerated() {
      let expected = (0..<101).map { pixel in
        let x = (0..<3).map { (Float(words[3 * pixel + $0]) - 32896) * (1 / 257) }
        return m[3 * row] * x[0] + m[3 * row + 1] * x[1] + m[3 * row + 2] * x[2]
      }
      #expect(plane == expected)
    }
  }
}
