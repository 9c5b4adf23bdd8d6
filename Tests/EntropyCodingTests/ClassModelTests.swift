import Bytes
import TestSupport
import Testing

@testable import EntropyCoding

struct ClassModelTests {
  /// Three planes: one of half the size with mean prediction, one that has it as parent, and one that looks at both.
  static func layout(width: Int, height: Int) -> [PlaneStructure] {
    [
      PlaneStructure(width: (width + 1) / 2, height: (height + 1) / 2, model: 0),
      PlaneStructure(width: width, height: height, model: 1, parent: 0),
      PlaneStructure(width: width, height: height, model: 2, references: [1], parent: 0),
    ]
  }

  /// A model with weights as a trained one has, over tables that fall off geometrically.
  static func model() throws -> ClassModel {
    let classes = ContextRules.classCount
    func row(_ ratio: Double, _ symbols: Int) -> [UInt16] {
      let total = 1 << RangeEncoder.precision
      var counts = [Int](repeating: 1, count: symbols)
      var left = total - symbols
      for symbol in 0..<symbols - 1 {
        let share = Int(Double(left) * (1 - ratio))
        counts[symbol] += share
        left -= share
      }
      counts[symbols - 1] += left
      return counts.map(UInt16.init)
    }
    let magnitudes = (0..<classes).flatMap { row(0.02 + 0.9 * Double($0) / Double(classes), 16) }
    let runs = (0..<ContextRules.runClassCount).flatMap { _ in row(0.2, 2) }
    let starts = (0..<8).flatMap { _ in row(0.3, 16) }
    return try ClassModel(
      ClassModel.Arrays(
        own: [700, 200, 800, 100, 200, 150].repeated(3),
        references: [0, 0, 0, 0, 300, 60], parent: [0, 0, 900, 100, 500, 50],
        bias: [40, 12, 12],
        mean: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0].replacing(first: [180, 180, -104, 0]),
        tables: [0, 0, 0], magnitudes: magnitudes, runs: runs, starts: starts,
        shifts: (0..<classes).map { UInt8(max(0, ($0 - 44) / 4)) }))
  }

  /// Values of a mostly empty plane with clusters; `scale` sets how large they get.
  static func plane(_ structure: PlaneStructure, scale: Int, random: inout SeededRandom) -> [Int16] {
    var energy = 0
    return (0..<structure.width * structure.height).map { _ in
      energy = random.next(below: 12) == 0 ? random.next(below: scale) : energy * 3 / 4
      guard energy > 0, random.next(below: 3) == 0 else { return 0 }
      let magnitude = random.next(below: energy + 1)
      return Int16(clamping: random.next(below: 2) == 0 ? magnitude : -magnitude)
    }
  }

  static func withViews<R>(
    _ planes: inout [[Int16]], _ structures: [PlaneStructure], _ body: ([LatentPlane]) throws -> R
  ) rethrows -> R {
    let memory = planes.map { plane in
      let base = UnsafeMutablePointer<Int16>.allocate(capacity: max(plane.count, 1))
      base.initialize(from: plane, count: plane.count)
      return base
    }
    defer { for base in memory { base.deallocate() } }
    let result = try body(zip(memory, structures).map { LatentPlane(start: $0, rowStride: $1.width) })
    for (index, base) in memory.enumerated() {
      planes[index] = Array(UnsafeBufferPointer(start: base, count: planes[index].count))
    }
    return result
  }

  @Test(arguments: [(1, 1), (1, 7), (8, 8), (17, 3), (64, 40), (123, 61), (0, 4), (3, 0)], [2, 30, 40_000])
  func roundTrip(size: (Int, Int), scale: Int) throws {
    let model = try Self.model()
    let structures = Self.layout(width: size.0, height: size.1)
    var random = SeededRandom(UInt64(size.0 * 1000 + size.1 + scale))
    var planes = structures.map { Self.plane($0, scale: scale, random: &random) }
    let original = planes
    let (payload, state) = Self.withViews(&planes, structures) { model.encode($0, structures) }
    #expect(planes == original)
    var decoded = structures.map { [Int16](repeating: 0, count: $0.width * $0.height) }
    let end = Self.withViews(&decoded, structures) { model.decode(payload[...], into: $0, structures) }
    #expect(decoded == original)
    #expect(end == state)
  }

  /// The extremes of Int16 in a plane with mean prediction, whose residuals need 17 bits.
  @Test func extremes() throws {
    let model = try Self.model()
    let structures = [PlaneStructure(width: 9, height: 5, model: 0)]
    var planes = [(0..<45).map { $0 % 3 == 0 ? Int16.min : $0 % 3 == 1 ? Int16.max : 0 }]
    let original = planes
    let (payload, state) = Self.withViews(&planes, structures) { model.encode($0, structures) }
    var decoded = [[Int16](repeating: 0, count: 45)]
    let end = Self.withViews(&decoded, structures) { model.decode(payload[...], into: $0, structures) }
    #expect(decoded == original)
    #expect(end == state)
  }

  /// Damaged or cut payloads decode to something else without a crash, and the state tells.
  @Test func damage() throws {
    let model = try Self.model()
    let structures = Self.layout(width: 40, height: 30)
    var random = SeededRandom(5)
    var planes = structures.map { Self.plane($0, scale: 20, random: &random) }
    let (payload, state) = Self.withViews(&planes, structures) { model.encode($0, structures) }
    var missed = 0
    for index in payload.indices {
      var broken = payload
      broken[index] ^= UInt8(1 + random.next(below: 255))
      if index % 3 == 0 { broken.removeSubrange(index...) }
      var decoded = structures.map { [Int16](repeating: 0, count: $0.width * $0.height) }
      let end = Self.withViews(&decoded, structures) { model.decode(broken[...], into: $0, structures) }
      if end == state && decoded != planes { missed += 1 }
    }
    #expect(missed == 0)
  }

  /// The payload is part of the format: its length, checksum and final state.
  @Test func golden() throws {
    let structures = Self.layout(width: 123, height: 61)
    var random = SeededRandom(2024)
    // Small values, values with raw low bits, and escapes.
    let golden: [(scale: Int, count: Int, checksum: UInt32, state: UInt32)] = [
      (3, 426, 170_942_577, 4_192_895_647), (60, 4884, 4_181_971_179, 863_504_017),
      (30_000, 22184, 2_189_107_684, 427_288_620),
    ]
    for (scale, count, checksum, state) in golden {
      var planes = structures.map { Self.plane($0, scale: scale, random: &random) }
      let coded = try Self.withViews(&planes, structures) { try Self.model().encode($0, structures) }
      #expect(coded.payload.count == count)
      #expect(CRC32.checksum(coded.payload) == checksum)
      #expect(coded.state == state)
    }
  }

  @Test func absurdTables() throws {
    let shifts = [UInt8](repeating: 0, count: ContextRules.classCount)
    #expect(throws: CodecError.self) {
      try ClassModel(
        ClassModel.Arrays(
          own: [1, 2, 3, 4, 5, 6], references: [], parent: [0, 0], bias: [0], mean: [0, 0, 0, 0], tables: [0],
          magnitudes: [UInt16](repeating: 2048, count: 16 * ContextRules.classCount - 16), runs: [],
          starts: [],
          shifts: shifts))
    }
    #expect(throws: CodecError.self) { try TableSet(frequencies: [32768, 0], symbols: 2, name: "test") }
    #expect(throws: CodecError.self) { try TableSet(frequencies: [40000, 1], symbols: 2, name: "test") }
    #expect(throws: CodecError.self) { try TableSet(frequencies: [1, 2, 3], symbols: 2, name: "test") }
  }
}

extension Array where Element == Int16 {
  fileprivate func repeated(_ count: Int) -> [Int16] { (0..<count).flatMap { _ in self } }

  fileprivate func replacing(first values: [Int16]) -> [Int16] { values + dropFirst(values.count) }
}
