import CKernels
import TestSupport
import Testing

/// The kernels of hearing mode: every level computes the same, and what they do by band is what plain code does.
@Suite(.serialized) struct HearingKernelTests {
  private static let frame = Int(hearing_frame)
  private static let bands = Int(hearing_bands)
  private static let cells = Int(hearing_cells)

  private static func band(_ index: Int, segments: Int) -> Int? {
    let line = index % (frame / segments) * segments
    return (0..<bands).first { line < Int(hearing_edge(Int32($0 + 1))) }
  }

  private static func steps(_ random: inout SeededRandom) -> [Int8] {
    let span = Int(hearing_greatest_step - hearing_least_step) + 1
    return (0..<bands).map { _ in Int8(random.next(below: span) + Int(hearing_least_step)) }
  }

  private static func powerOfRoot(_ exponent: Int) -> Float {
    let whole = Float(sign: .plus, exponent: exponent >> 1, significand: 1)
    return exponent & 1 == 0 ? whole : whole * 1.41421356237309504880
  }

  @Test(arguments: [1, 8]) func restoring(segments: Int) {
    var random = SeededRandom(UInt64(segments))
    let steps = Self.steps(&random)
    let values = (0..<Self.frame).map { _ in
      Int16(max(0, random.next(below: 9) - 5) * (random.next(below: 2) * 2 - 1))
    }
    let levels = (0..<Self.cells).map { UInt8($0 % 16) }
    var expected: [Float]?
    forEachLevel { level in
      var restored = [Float](repeating: .nan, count: Self.frame)
      hearing_restore(values, Int32(segments), steps, levels, 77, &restored)
      #expect(restored == expected ?? restored, "level \(level)")
      expected = restored
    }
    for (index, restored) in (expected ?? []).enumerated() {
      guard let band = Self.band(index, segments: segments) else {
        #expect(restored == 0)
        continue
      }
      let step = Self.powerOfRoot(Int(steps[band]))
      if values[index] == 0 {
        #expect(abs(restored) <= 1.04 * step)
      } else {
        let magnitude = Float(abs(values[index])) - 0.05
        #expect(restored == (values[index] < 0 ? -magnitude : magnitude) * step)
      }
    }
  }

  @Test(arguments: [1, 8]) func energiesAndDivision(segments: Int) {
    var random = SeededRandom(UInt64(segments))
    let steps = Self.steps(&random)
    let frame = random.floats(Self.frame, in: -1...1)
    var sums = [Float](repeating: 0, count: Self.bands)
    hearing_energies(frame, Int32(segments), &sums)
    var plain = [Float](repeating: 0, count: Self.bands)
    for index in 0..<Self.frame {
      if let band = Self.band(index, segments: segments) { plain[band] += frame[index] * frame[index] }
    }
    for (sum, other) in zip(sums, plain) { #expect(abs(sum - other) <= 1e-5 * other) }
    var expected: [Float]?
    forEachLevel { level in
      var scaled = [Float](repeating: .nan, count: Self.frame)
      hearing_divide(frame, Int32(segments), steps, &scaled)
      #expect(scaled == expected ?? scaled, "level \(level)")
      expected = scaled
    }
    for (index, scaled) in (expected ?? []).enumerated() {
      let inverse = Self.band(index, segments: segments).map { Self.powerOfRoot(-Int(steps[$0])) } ?? 0
      #expect(scaled == frame[index] * inverse)
    }
  }

  /// Random numbers fill their range evenly, and differ from place to place.
  @Test func noise() {
    let values = [Int16](repeating: 0, count: Self.frame)
    let steps = [Int8](repeating: 0, count: Self.bands)
    let levels = [UInt8](repeating: 15, count: Self.cells)
    var noise = [Float](repeating: 0, count: Self.frame)
    hearing_restore(values, 1, steps, levels, 0, &noise)
    let heard = noise.prefix(Int(hearing_end))
    let power = heard.reduce(0) { $0 + $1 * $1 } / Float(heard.count)
    #expect(abs(power - 0.36) < 0.03)
    #expect(abs(heard.reduce(0, +) / Float(heard.count)) < 0.05)
    var other = noise
    hearing_restore(values, 1, steps, levels, UInt32(Self.frame), &other)
    #expect(Set(heard).isDisjoint(with: other.prefix(Int(hearing_end))))
  }
}
