import Bytes
import TestSupport
import Testing

@testable import Tables

struct HostileTableTests {
  static let npy = TableFiles.npy(
    "{'descr': '<u2', 'fortran_order': False, 'shape': (3, 2), }\n", [UInt8](repeating: 1, count: 12))
  static let idx = TableFiles.idx([3, 2, 2], [UInt8](0..<12))

  /// Every byte changed, every length cut: an error or a table of the same number of bytes.
  @Test func damage() {
    var random = SeededRandom(4)
    for file in [Self.npy, Self.idx] {
      for index in file.indices {
        for flip: UInt8 in [1, 0x80, 0xFF, UInt8(1 + random.next(below: 255))] {
          var broken = file
          broken[index] ^= flip
          guard let samples = try? TableFormats.read(broken) else { continue }
          #expect((try? TableFormats.write(samples)) == broken)
        }
        #expect(TableFiles.error(Array(file[..<index])) != nil)
      }
      #expect(TableFiles.error(file + [0]).isCorruptData)
    }
  }

  /// Every length that a header can lie about.
  @Test func lies() {
    for dimensions in [
      [1 << 31, 1 << 31, 1 << 31], [1, 1 << 31], [1 << 31, 2], [1 << 20, 1 << 20], [1 << 31, 1 << 31],
    ] {
      #expect(TableFiles.error(TableFiles.idx(dimensions, [1, 2])).isLimitExceeded, "\(dimensions)")
    }
    #expect(TableFiles.error(TableFiles.idx([4, 2], [1, 2])).isCorruptData)
    for dimensions in [[0, 2], [2, 0], [0]] {
      #expect(TableFiles.error(TableFiles.idx(dimensions, [])).isUnsupported)
    }
    #expect(TableFiles.error(TableFiles.idx([Int](repeating: 1, count: 255), [1])).isUnsupported)
    #expect(TableFiles.error([0, 0, 8, 200, 0, 0, 0, 1]).isCorruptData)
    func npy(_ shape: String) -> CodecError? {
      TableFiles.error(TableFiles.npy("{'descr': '|u1', 'fortran_order': False, 'shape': \(shape)}", [1, 2]))
    }
    #expect(npy("(9223372036854775807, 9223372036854775807)").isLimitExceeded)
    #expect(npy("(9223372036854775808,)").isCorruptData)
    #expect(npy("(4611686018427387904, 4)").isLimitExceeded)
    #expect(npy("(2, -1)").isCorruptData)
    #expect(npy("(" + String(repeating: "1,", count: 40) + ")").isUnsupported)
    for text in [
      "", "{", "{}", "{'descr': '|u1'}", "{'descr'", "{'descr': '|u1', 'descr': '|u1'}", "{'shape': (1}",
      "{'shape': (1,}", "{'other': 1}", "{'fortran_order': Maybe}",
      "{'descr': '|u1', 'fortran_order': False, 'shape': (2,)} x",
    ] {
      #expect(TableFiles.error(TableFiles.npy(text, [1, 2])).isCorruptData, "\(text)")
    }
    var long = TableFiles.npy("{}", [], version: 2)
    for place in 8..<12 { long[place] = 0x7F }
    #expect(TableFiles.error(long).isLimitExceeded)
    long[8...11] = [0xFF, 0, 0, 0]
    #expect(TableFiles.error(long).isCorruptData)
  }

  @Test func limits() {
    var limits = TableLimits()
    limits.values = 11
    #expect(TableFiles.error(Self.idx, limits: limits).isLimitExceeded)
    limits.values = 12
    #expect(TableFiles.error(Self.idx, limits: limits) == nil)
    limits.columns = 3
    #expect(TableFiles.error(Self.idx, limits: limits).isLimitExceeded)
  }

  @Test func gzip() throws {
    let packed = TableFiles.gzip(Self.idx)
    #expect(try TableFormats.read(packed) == TableFormats.read(Self.idx))
    for length in packed.indices {
      #expect(TableFiles.error(Array(packed[..<length])) != nil, "\(length) of \(packed.count) bytes")
    }
    // The time in the header, and bits that deflate leaves over, may be anything.
    for index in packed.indices {
      var broken = packed
      broken[index] ^= 0x10
      if let samples = try? TableFormats.read(broken) {
        #expect(try samples == TableFormats.read(Self.idx), "byte \(index)")
      }
    }
    var wrong = packed
    wrong[packed.count - 8] ^= 1
    #expect(TableFiles.error(wrong).isCorruptData)
    let members = TableFiles.gzip(Array(Self.idx.prefix(7))) + TableFiles.gzip(Array(Self.idx.dropFirst(7)))
    #expect(try TableFormats.read(members) == TableFormats.read(Self.idx))
    #expect(TableFiles.error(packed + [0]).isCorruptData)
    #expect(TableFiles.error(packed + packed.prefix(5)).isCorruptData)
    #expect(throws: CodecError.self) { try Gzip.unpack([0x1F, 0x8B], limit: 100) }
  }

  /// A thousand times smaller than what comes out: the limit stops it, and not before.
  @Test func bombs() throws {
    let size = 5_000_000
    let bomb = TableFiles.gzip([UInt8](repeating: 0, count: size))
    #expect(bomb.count < 10_000)
    #expect(try Gzip.unpack(bomb, limit: size).count == size)
    var limits = TableLimits()
    limits.unpackedBytes = size - 1
    #expect(TableFiles.error(bomb, limits: limits).isLimitExceeded)
    limits.unpackedBytes = 0
    #expect(TableFiles.error(TableFiles.gzip([1]), limits: limits).isLimitExceeded)
  }
}
