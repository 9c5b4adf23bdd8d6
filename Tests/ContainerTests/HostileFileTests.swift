import Bytes
import Container
import TestSupport
import Testing

@Suite struct HostileFileTests {
  private let example = Samples.example.serialized()

  @Test func everyTruncationThrows() {
    for length in 0..<example.count {
      let error = parsingError(Array(example[..<length]))
      #expect(error.isCorruptData, "\(length) bytes: \(String(describing: error))")
      #expect(parsingError(Array(example[..<length]), tolerant: true).isCorruptData)
    }
  }

  /// Every byte, changed into every other value, is found.
  @Test func everyChangedByteThrows() {
    var undetected: [(Int, UInt8)] = []
    for index in example.indices {
      for change in UInt8(1)...255 {
        var damaged = example
        damaged[index] ^= change
        if parsingError(damaged) == nil { undetected.append((index, change)) }
      }
    }
    #expect(undetected.isEmpty, "\(undetected)")
  }

  @Test func truncationNamesTheChunk() {
    func message(_ length: Int) -> String { parsingError(Array(example[..<length]))?.message ?? "" }
    #expect(message(10) == "truncated: 6 bytes are left at byte 4 for the HEAD chunk")
    #expect(message(0x20).hasPrefix("truncated: the HEAD chunk at byte 4 claims 26 bytes"))
    #expect(message(0x36).hasPrefix("truncated: the gama chunk at byte 42 "))
    #expect(message(0x3a) == "truncated: 0 bytes are left at byte 58 for the GRPS chunk")
    #expect(message(0x62) == "truncated: 0 bytes are left at byte 98 for the DATA chunk")
    #expect(message(0x71).hasPrefix("truncated: the DATA chunk at byte 98 "))
  }

  @Test(
    arguments: [
      [], [0x89], [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], Array("P6 1 1 255 abc".utf8),
      [UInt8](repeating: 0, count: 500), [0x43, 0x44, 0x43, 0x89],
    ] as [[UInt8]])
  func foreignFile(_ bytes: [UInt8]) {
    let expected = CodecError.corruptData(
      "not a .cdc file: it does not begin with the bytes 89 43 44 43")
    #expect(parsingError(bytes) == expected)
    #expect(throws: expected) { try Container.Header(peeking: bytes) }
  }

  @Test func unknownRequiredChunkIsRefused() {
    let head = Samples.chunk("HEAD", Samples.head)
    let unknown = Samples.chunk("Zabc", [1, 2])
    let expected = CodecError.unsupported(
      "Zabc chunk at byte \(4 + head.count): a required chunk this reader does not know")
    #expect(parsingError(Samples.file(head, unknown, Samples.noGroups, Samples.noData)) == expected)
    #expect(parsingError(Samples.file(head, Samples.noGroups, unknown, Samples.noData)).isUnsupported)
    var damaged = unknown
    damaged[8] ^= 1
    #expect(parsingError(Samples.file(head, damaged, Samples.noGroups, Samples.noData)).isCorruptData)
  }

  @Test func unknownOptionalChunkIsKept() throws {
    let file = Samples.file(
      Samples.chunk("HEAD", Samples.head), Samples.chunk("zABC", [1, 2]), Samples.chunk("abcd", []),
      Samples.noGroups, Samples.noData)
    let container = try Container(parsing: file)
    #expect(
      container.optionalChunks == [.init(type: "zABC", payload: [1, 2]), .init(type: "abcd", payload: [])])
    #expect(container.serialized() == file)
  }

  @Test func orderIsFixed() {
    let (head, groups, data) = (Samples.chunk("HEAD", Samples.head), Samples.noGroups, Samples.noData)
    let optional = Samples.chunk("exif", [])
    #expect(parsingError(Samples.file(head, optional, groups, data)) == nil)
    for wrong in [
      [groups, data], [groups, head, data], [optional, head, groups, data], [head, head, groups, data],
      [head, data], [head, data, groups], [head, groups, groups, data], [head, groups, optional, data],
      [head, groups, data, data], [head, groups, data, optional], [head, groups, data, [0]], [head, groups],
      [head, Samples.chunk("grps", []), data],
    ] {
      #expect(parsingError(Samples.file(wrong.flatMap { $0 })).isCorruptData)
    }
  }

  @Test func typesAreLetters() {
    let head = Samples.chunk("HEAD", Samples.head)
    for type in ["HEA0", "ab d", "@bcd", "[bcd", "`bcd", "{bcd", "\0\0\0\0"] {
      let file = Samples.file(head, Samples.chunk(type, []), Samples.noGroups, Samples.noData)
      #expect(
        parsingError(file) == .corruptData("no chunk type at byte \(4 + head.count), where GRPS is due"))
    }
  }

  @Test func headerFields() {
    func error(_ payload: [UInt8]) -> CodecError? {
      parsingError(Samples.file(Samples.chunk("HEAD", payload), Samples.noGroups, Samples.noData))
    }
    let digest = Samples.digest
    #expect(error([1, 3] + Array("a-9".utf8) + digest) == nil)
    #expect(error([2] + Samples.head.dropFirst()).isUnsupported)
    #expect(error([255]).isUnsupported)
    #expect(error([0] + Samples.head.dropFirst()).isCorruptData)
    #expect(error([]).isCorruptData)
    #expect(error([1]).isCorruptData)
    #expect(error([1, 0] + digest).isCorruptData)
    #expect(error([1, 33] + [UInt8](repeating: 97, count: 33) + digest).isCorruptData)
    #expect(error([1, 32] + [UInt8](repeating: 97, count: 32) + digest) == nil)
    for letter in Array("A_ /é\0".utf8) { #expect(error([1, 1, letter] + digest).isCorruptData) }
    #expect(error([1, 255] + digest).isCorruptData)
    #expect(error([1, 1, 97] + digest.dropLast()).isCorruptData)
    #expect(error(Samples.head + [UInt8](repeating: 0, count: 256)) == nil)
    #expect(error(Samples.head + [UInt8](repeating: 0, count: 257)).isCorruptData)
  }

  /// Claims that only fit a huge file are refused from the bytes that are there, before memory is taken.
  @Test func hugeClaims() {
    let head = Samples.chunk("HEAD", Samples.head)
    for type in ["HEAD", "exif", "GRPS", "DATA"] {
      let claim = Array(type.utf8) + [0xFF, 0xFF, 0xFF, 0xFF] + [UInt8](repeating: 0, count: 40)
      #expect(parsingError(Samples.file(claim)).isCorruptData)
      #expect(parsingError(Samples.file(head, claim)).isCorruptData)
    }
    for count: UInt32 in [1, 2, 0x1555_5555, 0x1555_5556, .max] {
      let table = Samples.chunk("GRPS", Samples.table(count: count, []))
      #expect(parsingError(Samples.file(head, table, Samples.noData)).isCorruptData)
    }
    let many = Samples.table(count: 64, .init(repeating: (.max, 0, 0), count: 64))
    for tolerant in [false, true] {
      let file = Samples.file(head, Samples.chunk("GRPS", many), Samples.noData)
      #expect(parsingError(file, tolerant: tolerant).isCorruptData)
    }
  }

  @Test func tableFitsExactly() {
    let head = Samples.chunk("HEAD", Samples.head)
    let data = Samples.chunk("DATA", [1, 2, 3])
    func error(_ table: [UInt8]) -> CodecError? {
      parsingError(Samples.file(head, Samples.chunk("GRPS", table), data))
    }
    let checksum = CRC32.checksum([1, 2, 3])
    #expect(error(Samples.table(count: 1, [(3, checksum, 0)])) == nil)
    #expect(error(Samples.table(count: 2, [(3, checksum, 0), (0, 0, 9)])) == nil)
    #expect(error(Samples.table(count: 1, [(3, checksum ^ 1, 0)])).isCorruptData)
    #expect(error(Samples.table(count: 1, [(2, CRC32.checksum([1, 2]), 0)])).isCorruptData)
    #expect(error(Samples.table(count: 1, [(4, checksum, 0)])).isCorruptData)
    #expect(error(Samples.table(count: 0, [(3, checksum, 0)])).isCorruptData)
    #expect(error(Samples.table(count: 2, [(3, checksum, 0)])).isCorruptData)
    #expect(error(Samples.table(count: 1, [(3, checksum, 0)]) + [0]).isCorruptData)
    for length in 0..<4 { #expect(error(.init(repeating: 0, count: length)).isCorruptData) }
  }

  @Test func limitsHold() {
    var limits = Limits()
    limits.metadataBytes = 16
    #expect(parsingError(example, limits: limits) == nil)
    limits.metadataBytes = 15
    #expect(parsingError(example, limits: limits).isLimitExceeded)
    // Empty chunks count with their frames.
    limits.metadataBytes = 24
    let head = Samples.chunk("HEAD", Samples.head)
    let empty = Samples.chunk("exif", [])
    #expect(
      parsingError(Samples.file(head, empty, empty, Samples.noGroups, Samples.noData), limits: limits) == nil)
    #expect(parsingError(Samples.file(head, empty, empty, empty), limits: limits).isLimitExceeded)
    limits = Limits()
    limits.fileBytes = example.count
    #expect(parsingError(example, limits: limits) == nil)
    limits.fileBytes -= 1
    #expect(parsingError(example, limits: limits).isLimitExceeded)
  }

  /// A tolerant reader keeps the intact groups and marks the others; all other damage still throws.
  @Test func toleratedDamage() throws {
    for index in example.indices {
      var damaged = example
      damaged[index] ^= 0x10
      guard (0x6a..<0x72).contains(index) else {
        #expect(parsingError(damaged, tolerant: true) != nil, "byte \(index)")
        continue
      }
      let groups = try Container(parsing: damaged, tolerateDamagedGroups: true).groups
      #expect(groups.map(\.isDamaged) == [(0x6a..<0x6d).contains(index), index == 0x6d])
      #expect(groups.map(\.payload.count) == [3, 1])
    }
  }

  /// A reader that takes cut files keeps the groups that are whole; a cut before DATA's length still throws.
  @Test func toleratedCuts() throws {
    for length in example.indices {
      let cut = Array(example[..<length])
      guard length >= 0x6a else {
        #expect(throws: CodecError.self) {
          try Container(parsing: cut, tolerateDamagedGroups: true, tolerateCut: true)
        }
        continue
      }
      let groups = try Container(parsing: cut, tolerateDamagedGroups: true, tolerateCut: true).groups
      #expect(groups.map(\.isDamaged) == [length < 0x6d, length < 0x6e], "\(length) bytes")
    }
  }

  /// Random bytes behind a valid beginning never crash the reader.
  @Test func randomBytes() {
    var random = SeededRandom(7)
    let head = Samples.chunk("HEAD", Samples.head)
    for _ in 0..<2000 {
      var file = Bool.random(using: &random) ? Samples.file(head) : example
      for _ in 0..<Int.random(in: 1...6, using: &random) {
        let index = Int.random(in: 4...file.count, using: &random)
        file.insert(.random(in: 0...255, using: &random), at: index)
      }
      #expect(parsingError(file) != nil)
    }
  }
}
