import CKernels
import TestSupport
import Testing

/// The lapped transform against its definition, bit by bit at every level.
@Suite(.serialized) struct MusicKernelTests {
  private func tables(_ count: Int) -> [Float] {
    var tables = [Float](repeating: 0, count: music_tables_count(Int32(count)))
    music_make_tables(Int32(count), &tables)
    return tables
  }

  private func slowTables(_ count: Int) -> [Float] {
    var tables = [Float](repeating: 0, count: 4 * count + 1)
    music_make_slow_tables(Int32(count), &tables)
    return tables
  }

  @Test(arguments: [16, 32, 128, 256, 512, 1024, 2048, 4096])
  func fastTransformIsTheSlowOne(count: Int) {
    var random = SeededRandom(UInt64(count))
    let samples = random.floats(count)
    let tables = tables(count)
    let slowTables = slowTables(count)
    var expected = [Float](repeating: 0, count: count)
    music_slow_transform(slowTables, Int32(count), samples, &expected)
    var first: [Float]?
    forEachLevel { level in
      var spectrum = samples
      var scratch = [Float](repeating: 0, count: 2 * count)
      music_transform(tables, Int32(count), samples, &spectrum, &scratch)
      for (fast, slow) in zip(spectrum, expected) { #expect(abs(fast - slow) < 0.05, "level \(level)") }
      #expect(spectrum == first ?? spectrum, "level \(level)")
      first = spectrum
      var back = spectrum
      music_inverse_transform(tables, Int32(count), spectrum, &back, &scratch)
      for (sample, old) in zip(back, samples) { #expect(abs(sample - old) < 0.001, "level \(level)") }
    }
  }

  @Test(arguments: [129, 200, 255])
  func slowTransformHasAnInverse(count: Int) {
    var random = SeededRandom(UInt64(count))
    let samples = random.floats(count)
    let tables = slowTables(count)
    var spectrum = samples
    var back = samples
    music_slow_transform(tables, Int32(count), samples, &spectrum)
    music_inverse_slow_transform(tables, Int32(count), spectrum, &back)
    for (sample, old) in zip(back, samples) { #expect(abs(sample - old) < 0.001) }
  }

  @Test(arguments: [64, 512, 2048])
  func lapsComeApartAgain(half: Int) {
    var random = SeededRandom(UInt64(half))
    let samples = random.floats(4 * half)
    var slope = [Float](repeating: 0, count: 2 * half)
    music_make_slope(Int32(half), &slope)
    var first: [Float]?
    forEachLevel { level in
      var lapped = samples
      lapped.withUnsafeMutableBufferPointer { music_lap($0.baseAddress! + 2 * half, Int32(half), slope) }
      var segment = [Float](repeating: 0, count: 2 * half)
      samples.withUnsafeBufferPointer {
        music_lapped($0.baseAddress! + 2 * half, Int32(half), Int32(half), slope, 0, slope, &segment)
      }
      #expect(Array(segment[..<half]) == Array(lapped[2 * half..<3 * half]), "level \(level)")
      #expect(lapped == first ?? lapped, "level \(level)")
      first = lapped
      lapped.withUnsafeMutableBufferPointer { music_unlap($0.baseAddress! + 2 * half, Int32(half), slope) }
      for (sample, old) in zip(lapped, samples) { #expect(abs(sample - old) < 0.001, "level \(level)") }
    }
  }

  @Test func costsAndTurnsAreTheSameAtEveryLevel() {
    var random = SeededRandom(7)
    let a = random.floats(1024)
    let b = random.floats(1024)
    var costs: Set<Float> = []
    var turned: Set<[Float]> = []
    forEachLevel { _ in
      costs.insert(music_cost(a, 1024, 0.1))
      costs.insert(music_cost(a, 1024, 0.1) + 0 * music_turned_cost(a, b, 1000, 0.6, 0.8, 0.1))
      var (first, second) = (a, b)
      music_turn(&first, &second, 1001, 0.6, 0.8)
      turned.insert(first + second)
    }
    #expect(costs.count == 1)
    #expect(turned.count == 1)
    // 2/3 log2(1 + 100^1.5) for each.
    let flat = [Float](repeating: 10, count: 64)
    #expect(abs(music_cost(flat, 64, 10) / 64 - 6.645) < 0.02)
    #expect(abs(music_turned_cost(flat, flat, 50, 1, 0, 10) / 100 - 6.645) < 0.02)
  }

  @Test func sinesAreExact() {
    #expect(music_sine(0) == 0)
    #expect(music_sine(0.25) == 1)
    #expect(music_sine(-0.25) == -1)
    #expect(abs(music_sine(1.0 / 12) - 0.5) < 1e-15)
    #expect(abs(music_sine(3.125) - 0.5.squareRoot()) < 1e-15)
    #expect(abs(music_root(2) - 2.0.squareRoot()) < 1e-15)
    #expect(music_root(1.0 / 1024) == 1.0 / 32)
  }
}
