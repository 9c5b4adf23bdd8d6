import Bytes
import Foundation
import Neural
import TestSupport
import Testing

@testable import Codecs
@testable import EntropyCoding

/// The entropy model of summaries on chunks that it was not learned from.
struct SummaryModelTests {
  static let file: [UInt8] = {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    return [UInt8](
      (try? Data(contentsOf: root.appending(path: "models/music-64x/entropy.safetensors"))) ?? Data())
  }()

  static func goldens() throws -> SafeTensors {
    let url = Bundle.module.bundleURL.appending(path: "Goldens/summaries.safetensors")
    return try SafeTensors(bytes: [UInt8](try Data(contentsOf: url)))
  }

  /// 24 chunks of 512 + 24 symbols.
  static func chunks(_ levels: SummaryLevels) throws -> [[Int8]] {
    let symbols = try goldens().integers("symbols.\(levels.rawValue)", of: Int8.self, shape: [24, 536])
    return stride(from: 0, to: symbols.count, by: 536).map { Array(symbols[$0..<$0 + 536]) }
  }

  static func coded(
    _ chunks: [[Int8]], _ model: SummaryModel, _ levels: SummaryLevels
  ) -> (bytes: [UInt8], state: UInt32) {
    var encoder = SummaryEncoder(model, levels: levels, hasSide: chunks[0].count == 536)
    for chunk in chunks { encoder.encode(chunk) }
    let state = encoder.state
    return (encoder.finish(), state)
  }

  @Test(arguments: SummaryLevels.allCases, [true, false])
  func roundTrip(levels: SummaryLevels, hasSide: Bool) throws {
    let model = try SummaryModel(reading: Self.file)
    let chunks = try Self.chunks(levels).map { Array($0.prefix(hasSide ? 536 : 512)) }
    let (bytes, state) = Self.coded(chunks, model, levels)
    var decoder = SummaryDecoder(model, levels: levels, hasSide: hasSide, bytes: bytes[...])
    for chunk in chunks { #expect(try decoder.next() == chunk) }
    #expect(decoder.state == state)
  }

  /// Symbols that music never has cost much, and come back.
  @Test(arguments: SummaryLevels.allCases) func unlikelySymbols(levels: SummaryLevels) throws {
    let model = try SummaryModel(reading: Self.file)
    var random = SeededRandom(7)
    var chunks = [-1, 1].map { sign in
      (0..<536).map { Int8(sign * ($0 < 512 ? levels.half : levels.sideHalf)) }
    }
    chunks += (0..<3).map { _ in
      (0..<536).map { index in
        let half = index < 512 ? levels.half : levels.sideHalf
        return Int8(random.next(below: 2 * half + 1) - half)
      }
    }
    let (bytes, _) = Self.coded(chunks, model, levels)
    var decoder = SummaryDecoder(model, levels: levels, hasSide: true, bytes: bytes[...])
    for chunk in chunks { #expect(try decoder.next() == chunk) }
  }

  /// The rate of mid against that of static tables, one for 8 scalars, that were fitted to the same training music.
  @Test(arguments: SummaryLevels.allCases) func rate(levels: SummaryLevels) throws {
    let model = try SummaryModel(reading: Self.file)
    let chunks = try Self.chunks(levels).map { Array($0.prefix(512)) }
    let bits = Float(8 * Self.coded(chunks, model, levels).bytes.count)
    let fixed = try Self.goldens().tensor("static.\(levels.rawValue)", shape: [1]).values[0]
    #expect(bits < 0.97 * fixed, "\(bits / fixed) of static tables")
  }

  /// A change here changes every file. The model is made up, so that learning anew changes nothing.
  @Test func goldenBytes() throws {
    var arrays = Self.arrays { count in (0..<count).map { Int8($0 * 37 % 23 - 11) } }
    for index in arrays.sections.indices {
      arrays.sections[index].gateShift = arrays.sections[index].gateShift.map { _ in 5 }
      arrays.sections[index].meanShift = arrays.sections[index].meanShift.map { _ in 7 }
    }
    let model = try SummaryModel(arrays)
    let digests = SummaryLevels.allCases.map { levels in
      let chunks = (0..<3).map { chunk in
        (0..<536).map { index in
          let half = index < 512 ? levels.half : levels.sideHalf
          return Int8((chunk * 7 + index * index) % (2 * half + 1) - half)
        }
      }
      var hash = SHA256()
      hash.update(Self.coded(chunks, model, levels).bytes)
      return hash.finalize().prefix(4).map { String(format: "%02x", $0) }.joined()
    }
    #expect(digests == ["3fecda1e", "5a984330", "cfb56513"])
  }

  @Test func cutAndDamagedBytes() throws {
    let model = try SummaryModel(reading: Self.file)
    let chunks = try Self.chunks(.seventeen)
    let bytes = Self.coded(chunks, model, .seventeen).bytes
    var cut = SummaryDecoder(model, levels: .seventeen, hasSide: true, bytes: bytes[..<(bytes.count / 2)])
    var known: [[Int8]] = []
    while let chunk = try? cut.next() { known.append(chunk) }
    // The last one may have begun before the cut.
    #expect(known.dropLast() == chunks.prefix(known.count - 1) && (8...14).contains(known.count))
    var random = SeededRandom(3)
    for _ in 0..<20 {
      let noise: [UInt8] = random.integers(900)
      var decoder = SummaryDecoder(model, levels: .seventeen, hasSide: true, bytes: noise[...])
      let chunk = try decoder.next()
      #expect(chunk.prefix(512).allSatisfy { abs($0) <= 8 } && chunk.suffix(24).allSatisfy { abs($0) <= 4 })
    }
  }

  /// Models that would read beyond their tables, or hold impossible symbols, are refused.
  @Test func hostileModels() throws {
    // The largest numbers there are still code.
    let largest = Self.arrays { [Int8](repeating: -128, count: $0) }
    let extreme = try SummaryModel(largest)
    let chunks = try Self.chunks(.thirtyThree)
    let (bytes, _) = Self.coded(chunks, extreme, .thirtyThree)
    var decoder = SummaryDecoder(extreme, levels: .thirtyThree, hasSide: true, bytes: bytes[...])
    for chunk in chunks { #expect(try decoder.next() == chunk) }
    let changes: [(inout SummaryArrays) -> Void] = [
      { $0.tables[5] = 0 }, { $0.tables[320] = 16383 }, { $0.tables[0] = -1 }, { $0.tables.removeLast() },
      { $0.logarithms.append(0) }, { $0.sections.removeLast() }, { $0.sections[1].gate.removeLast() },
      { $0.sections[0].bias.append(1) }, { $0.sections[0].meanShift[3] = 16 },
      { $0.sections[2].gateShift[0] = 99 },
      { $0.sections[1].center.append(0) },
    ]
    for (index, change) in changes.enumerated() {
      var changed = largest
      change(&changed)
      #expect(throws: CodecError.self, "change \(index)") { try SummaryModel(changed) }
    }
  }

  /// Arrays of the right sizes with weights by their count.
  private static func arrays(weights: (Int) -> [Int8]) -> SummaryArrays {
    func section(_ count: Int, _ gates: Int, _ means: Int) -> SummaryArrays.Section {
      let centered = means > 0 ? count : 0
      return SummaryArrays.Section(
        gate: weights(count * gates), gateShift: [UInt8](repeating: 0, count: count),
        bias: [Int16](repeating: 3000, count: 2 * count), mean: weights(count * means),
        meanShift: [UInt8](repeating: 0, count: centered), center: [Int16](repeating: 5, count: 2 * centered))
    }
    let tables = (0..<72).flatMap { row in (0..<321).map { Int16(min($0 * (64 + row), 1 << 14)) } }
    return SummaryArrays(
      logarithms: weights(81), tables: tables,
      sections: [section(128, 768, 256), section(384, 896, 0), section(24, 96, 48)])
  }
}
