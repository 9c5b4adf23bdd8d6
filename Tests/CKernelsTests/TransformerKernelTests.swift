import CKernels
import Foundation
import TestSupport
import Testing

/// What transformers do between their matrix products: every level computes the same, and what plain code in doubles does.
@Suite(.serialized) struct TransformerKernelTests {
  private static func numbers(_ count: Int, seed: UInt64, scale: Float = 1) -> [Float] {
    var random = SeededRandom(seed)
    return (0..<count).map { _ in Float.random(in: -scale...scale, using: &random) }
  }

  /// Runs `body` at every level, and returns what all of them gave.
  private static func onAllLevels(_ values: [Float], _ body: (inout [Float]) -> Void) -> [Float] {
    var expected: [Float]?
    forEachLevel { level in
      var result = values
      body(&result)
      #expect(result == expected ?? result, "level \(level)")
      expected = result
    }
    return expected ?? []
  }

  @Test func exponentialsAndLogarithms() {
    let values = Self.numbers(1003, seed: 1, scale: 90) + [-1000, -87, -0.0, 0, 1e-8, 1, 88, 1000, .infinity]
    let made = Self.onAllLevels(values) { exponentials(&$0, $0.count) }
    for (x, y) in zip(values, made) {
      let exact = exp(Double(min(max(x, -87), 88)))
      #expect(abs(Double(y) - exact) <= 3e-7 * exact, "e^\(x)")
    }
    let positive = made + [1, 1.41421, 0.7071, Float.leastNormalMagnitude, 3e38]
    for (x, y) in zip(positive, Self.onAllLevels(positive) { logarithms(&$0, $0.count) }) {
      #expect(abs(Double(y) - log(Double(x))) <= 3e-7 * max(1, abs(log(Double(x)))), "ln \(x)")
    }
    #expect(Self.onAllLevels([.nan]) { exponentials(&$0, 1) }[0].isFinite)
  }

  @Test func norms() {
    let (count, width) = (5, 192)
    let (rows, gain) = (Self.numbers(count * width, seed: 2, scale: 3), Self.numbers(width, seed: 3))
    let made = Self.onAllLevels(rows) { normalize_rows(rows, count, width, gain, &$0) }
    for row in 0..<count {
      let square = rows[row * width..<(row + 1) * width].reduce(0) { $0 + Double($1 * $1) } / Double(width)
      for i in 0..<width {
        let exact = Double(rows[row * width + i]) / sqrt(square + 1e-5) * Double(gain[i])
        #expect(abs(Double(made[row * width + i]) - exact) < 1e-5)
      }
    }
  }

  @Test func sumsAndSquares() {
    let values = Self.numbers(77, seed: 4)
    #expect(
      Self.onAllLevels(values) { squared_rectifier(&$0, $0.count) } == values.map { $0 > 0 ? $0 * $0 : 0 })
    let terms = Self.numbers(77, seed: 5)
    #expect(
      Self.onAllLevels(values) { add_to_values(&$0, terms, $0.count) } == zip(values, terms).map { $0 + $1 })
  }

  @Test(arguments: [64, 192], [false, true]) func attentionOverTwoChunks(width: Int, hasContext: Bool) {
    let tokens = 24
    let own = Self.numbers(tokens * 3 * width, seed: 6, scale: 2)
    let before = Self.numbers(tokens * 3 * width, seed: 7, scale: 2)
    let shift = Self.numbers(width, seed: 8)
    var scratch = [Float](repeating: .nan, count: attention_scratch_count(tokens, 2 * tokens))
    let made = Self.onAllLevels([Float](repeating: .nan, count: tokens * width)) {
      attention(own, hasContext ? before : nil, hasContext ? shift : nil, tokens, width, &scratch, &$0)
    }
    // Rows of keys and values as the definition has them.
    var keys: [[Double]] = []
    var values: [[Double]] = []
    for (rows, isBefore) in hasContext ? [(before, true), (own, false)] : [(own, false)] {
      for token in 0..<tokens {
        let row = rows[token * 3 * width..<(token + 1) * 3 * width].map(Double.init)
        keys.append((0..<width).map { row[width + $0] + (isBefore ? Double(shift[$0]) : 0) })
        values.append(Array(row[(2 * width)...]))
      }
    }
    for token in stride(from: 0, to: tokens, by: 7) {
      for head in stride(from: 0, to: width, by: Int(attention_head)) {
        let query = own[token * 3 * width + head..<token * 3 * width + head + 64].map(Double.init)
        let weights = keys.map { key in exp(zip(query, key[head...]).reduce(0) { $0 + $1.0 * $1.1 } / 8) }
        let sum = weights.reduce(0, +)
        for i in head..<head + 64 {
          let exact = zip(weights, values).reduce(0) { $0 + $1.0 * $1.1[i] } / sum
          #expect(abs(Double(made[token * width + i]) - exact) < 1e-5)
        }
      }
    }
  }

  @Test func noise() {
    let count = 1 << 16
    let zeros = [Float](repeating: 0, count: count)
    let made = Self.onAllLevels(zeros) { noise_row(0x0123_4567_89AB_CDEF, $0.count, &$0) }
    let other = Self.onAllLevels(zeros) { noise_row(0xFEDC_BA98_7654_3210, $0.count, &$0) }
    func mean(_ body: (Int) -> Float) -> Float { (0..<count).reduce(0) { $0 + body($1) } / Float(count) }
    #expect(abs(mean { made[$0] }) < 0.02)
    #expect(abs(mean { made[$0] * made[$0] } - 1) < 0.02)
    #expect(abs(mean { $0 == 0 ? 0 : made[$0] * made[$0 - 1] }) < 0.02)
    #expect(abs(mean { made[$0] * other[$0] }) < 0.02 && made != other)
    // Between what is even, 1.8, and what is Gaussian, 3.
    #expect((2.6...2.8).contains(mean { made[$0] * made[$0] * made[$0] * made[$0] }))
    #expect(Self.onAllLevels([0, 0, 0]) { noise_row(0x0123_4567_89AB_CDEF, 3, &$0) } == Array(made[..<3]))
  }
}
