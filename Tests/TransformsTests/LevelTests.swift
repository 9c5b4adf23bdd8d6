import CKernels
import TestSupport
import Testing

@testable import Transforms

/// Every kernel gives the same bits at every level. Tests of other suites may change the level meanwhile, which
/// is harmless: it changes only which code computes these bits.
@Suite(.serialized) struct LevelTests {
  /// Runs `body` at every level of this machine and compares what it returns with the baseline.
  private func check<Result: Equatable>(_ body: () -> Result, _ comment: Comment) {
    let best = kernels_best_level()
    defer { kernels_set_level(best) }
    kernels_set_level(Int32(kernels_level_baseline))
    let expected = body()
    for level in 0...best {
      #expect(kernels_set_level(level) == level)
      #expect(body() == expected, "\(comment), level \(level)")
    }
  }

  private func checkLifting<Sample: LiftingSample>(
    _ make: (inout SeededRandom, Int) -> [Sample], bits: @escaping ([Sample]) -> [UInt32]
  ) {
    var random = SeededRandom(21)
    for (width, height) in [(1, 1), (2, 1), (1, 9), (37, 22), (130, 67), (201, 64)] {
      let plane = make(&random, width * height)
      let packet = WaveletPacket<Sample>.pyramid(levels: 3)
      check({ bits(packet.forward(plane, width: width, height: height)) }, "forward \(width)x\(height)")
      check({ bits(packet.inverse(plane, width: width, height: height)) }, "inverse \(width)x\(height)")
    }
    let plane = make(&random, 136 * 72)
    let periodic = WaveletPacket<Sample>.pyramid(levels: 3, border: .periodic)
    check({ bits(periodic.forward(plane, width: 136, height: 72)) }, "forward, periodic")
    check({ bits(periodic.inverse(plane, width: 136, height: 72)) }, "inverse, periodic")
  }

  @Test func floatWavelet() {
    checkLifting({ $0.floats($1) }, bits: bits)
  }

  @Test func integerWavelet() {
    checkLifting({ $0.integers($1) as [Int16] }, bits: { $0.map { UInt32(UInt16(bitPattern: $0)) } })
  }

  private func checkColours<Sample: ColourSample>(_: Sample.Type) throws {
    let transform = ColourTransform(rotation: try #require(Golden.cases("rotated").first?.rotation))
    var random = SeededRandom(22)
    for (width, pixelStride) in [(1, 3), (67, 3), (67, 4), (130, 5)] {
      let picture: [Sample] = random.integers(width * pixelStride)
      let planes = ColourPlanes(hostile(&random, width), hostile(&random, width), hostile(&random, width))
      let comment: Comment = "\(Sample.self), \(width) pixels of \(pixelStride)"
      check(
        {
          rotated(picture, transform, width: width, height: 1, pixelStride: pixelStride).all.flatMap(bits)
        }, comment)
      check(
        {
          unrotated(planes, transform, over: picture, width: width, height: 1, pixelStride: pixelStride)
        }, comment)
    }
  }

  @Test func colours() throws {
    try checkColours(UInt8.self)
    try checkColours(UInt16.self)
  }

  private func checkGray<Sample: ColourSample>(_: Sample.Type) {
    var random = SeededRandom(23)
    for (width, pixelStride) in [(1, 1), (67, 1), (130, 2), (67, 3)] {
      let picture: [Sample] = random.integers(width * pixelStride)
      let plane = hostile(&random, width)
      let comment: Comment = "\(Sample.self), \(width) pixels of \(pixelStride)"
      check(
        {
          var values = [Float](repeating: 0, count: width)
          Sample.centre(picture, pixelStride: pixelStride, count: width, gain: 1.7320508, into: &values)
          return bits(values)
        }, comment)
      check(
        {
          var samples = picture
          Sample.uncentre(plane, count: width, gain: 0.57735026, into: &samples, pixelStride: pixelStride)
          return samples
        }, comment)
    }
  }

  @Test func gray() {
    checkGray(UInt8.self)
    checkGray(UInt16.self)
  }

  private func checkReversible<Word: ColourWord>(_: Word.Type) {
    var random = SeededRandom(24)
    for count in [1, 15, 64, 131] {
      let planes = ColourPlanes<[Word]>(
        random.integers(count), random.integers(count), random.integers(count))
      check(
        {
          var planes = planes
          ReversibleColour.forward(&planes)
          return planes
        }, "forward, \(Word.self)")
      check(
        {
          var planes = planes
          ReversibleColour.inverse(&planes)
          return planes
        }, "inverse, \(Word.self)")
    }
  }

  @Test func reversibleColours() {
    checkReversible(Int16.self)
    checkReversible(Int32.self)
  }

  @Test func quantizer() {
    var random = SeededRandom(25)
    for count in [1, 15, 64, 131] {
      var values = hostile(&random, count)
      let symbols: [Int16] = random.integers(count)
      let quantizer = DeadZoneQuantizer(step: 0.37, offset: 0.41)
      check({ quantizer.quantize(values) }, "quantize \(count)")
      check({ bits(quantizer.dequantize(symbols)) }, "dequantize \(count)")
      check(
        {
          var symbols = [Int16](repeating: 0, count: count)
          var fractions = [Int8](repeating: 0, count: count)
          quantize_split_row(&values, count, 1 / 0.37, &symbols, &fractions)
          return zip(symbols, fractions).map { [Int($0), Int($1)] }
        }, "split \(count)")
    }
  }

  /// Random values, and among them what no plane should hold.
  private func hostile(_ random: inout SeededRandom, _ count: Int) -> [Float] {
    var values = random.floats(count)
    let specials: [Float] = [.nan, .infinity, -.infinity, -0.0, 1e30, -1e30, .leastNonzeroMagnitude, 0.5]
    for (index, special) in specials.enumerated() where 3 * index + 2 < count {
      values[3 * index + 2] = special
    }
    return values
  }

  private func bits(_ values: [Float]) -> [UInt32] { values.map(\.bitPattern) }
}
