import TestSupport
import Testing

@testable import EntropyCoding

struct RangeCoderTests {
  /// Symbols with random intervals, of all widths, come back in order with the same state.
  @Test(arguments: 0..<40)
  func roundTrip(seed: Int) {
    var random = SeededRandom(UInt64(seed))
    let total = 1 << RangeEncoder.precision
    var intervals: [(start: Int, width: Int)] = []
    for _ in 0..<(seed * 37) {
      let narrow = random.next(below: 3)
      let width = narrow == 0 ? 1 : narrow == 1 ? 1 + random.next(below: 64) : 1 + random.next(below: total)
      intervals.append((random.next(below: total - width + 1), width))
    }
    var encoder = RangeEncoder()
    for (index, interval) in intervals.enumerated() {
      encoder.encode(start: interval.start, width: interval.width)
      if index % 5 == 0 { encoder.encodeBits(index % 1024, count: 10) }
    }
    let state = encoder.state
    let bytes = encoder.finish()
    var decoder = RangeDecoder(bytes)
    for (index, interval) in intervals.enumerated() {
      let quantile = decoder.quantile()
      #expect(quantile >= interval.start && quantile < interval.start + interval.width)
      decoder.consume(start: interval.start, width: interval.width)
      if index % 5 == 0 { #expect(decoder.decodeBits(count: 10) == index % 1024) }
    }
    #expect(decoder.state == state)
    #expect(!decoder.isExhausted)
  }

  /// Certain symbols cost nothing, fair bits cost a bit: the length is the information within a few bytes.
  @Test func length() {
    var encoder = RangeEncoder()
    for bit in 0..<8000 { encoder.encodeBits(bit & 1, count: 1) }
    for _ in 0..<100_000 { encoder.encode(start: 0, width: 1 << RangeEncoder.precision) }
    let bytes = encoder.finish()
    #expect(bytes.count <= 1002)
    #expect(bytes.count >= 998)
    #expect(RangeEncoder().finish().isEmpty)
  }

  /// The bytes are part of the format.
  @Test func golden() {
    var encoder = RangeEncoder()
    for index in 0..<24 { encoder.encode(start: index * 1000, width: 500 + index) }
    encoder.encodeBits(5, count: 3)
    let state = encoder.state
    let bytes = encoder.finish()
    #expect(
      bytes.map { String($0, radix: 16) }.joined(separator: " ")
        == "0 1f 78 ff ee 53 2e f 82 c3 4e cc e8 ee 54 5f 42 16 b2")
    #expect(state == 3_347_771_907)
  }

  /// A carry runs back through words of ones.
  @Test func carry() {
    let total = 1 << RangeEncoder.precision
    var encoder = RangeEncoder()
    for _ in 0..<64 { encoder.encode(start: total - 1, width: 1) }
    for _ in 0..<64 { encoder.encode(start: total - 2, width: 2) }
    var decoder = RangeDecoder(encoder.finish())
    for _ in 0..<64 {
      #expect(decoder.quantile() == total - 1)
      decoder.consume(start: total - 1, width: 1)
    }
    for _ in 0..<64 {
      #expect(decoder.quantile() >= total - 2)
      decoder.consume(start: total - 2, width: 2)
    }
  }
}
