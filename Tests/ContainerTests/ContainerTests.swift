import Bytes
import Container
import Foundation
import TestSupport
import Testing

@Suite struct ContainerTests {
  /// The lines of FORMAT.md's example.
  static let exampleLines = [
    "00  89 43 44 43 48 45 41 44 1a 00 00 00 01 07 70 69",
    "10  63 74 75 72 65 00 01 02 03 04 05 06 07 08 09 0a",
    "20  0b 0c 0d 0e 0f 2a 3e 41 ef 56 67 61 6d 61 04 00",
    "30  00 00 8f b1 00 00 a9 41 53 f3 47 52 50 53 1c 00",
    "40  00 00 02 00 00 00 03 00 00 00 1d 80 bc 55 ee ff",
    "50  c0 00 01 00 00 00 94 2b 6f d5 00 00 00 80 b0 f5",
    "60  4f ce 44 41 54 41 04 00 00 00 01 02 03 04 7a 72",
    "70  7d 4f",
  ]

  static let exampleBytes = exampleLines.flatMap { line in
    line.split(separator: " ").dropFirst().map { UInt8($0, radix: 16)! }
  }

  @Test func exactBytes() throws {
    #expect(Samples.example.serialized() == Self.exampleBytes)
    #expect(try Container(parsing: Self.exampleBytes) == Samples.example)
  }

  /// FORMAT.md shows these very bytes.
  @Test func formatTextShowsTheExample() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let text = try String(contentsOf: root.appending(path: "FORMAT.md"), encoding: .utf8)
    #expect(text.contains("```\n" + Self.exampleLines.joined(separator: "\n") + "\n```\n"))
    for metadata in Container.Chunk.Metadata.allCases {
      #expect(text.contains("\n| `\(metadata.rawValue)` |"))
    }
  }

  @Test(arguments: 0..<40)
  func roundTrip(_ seed: Int) throws {
    var random = SeededRandom(UInt64(seed))
    let alphabet = Array("abcdefghijklmnopqrstuvwxyz0123456789-")
    let name = String(
      (0..<Int.random(in: 1...32, using: &random)).map { _ in
        alphabet.randomElement(using: &random)!
      })
    func bytes(_ most: Int) -> [UInt8] {
      (0..<Int.random(in: 0...most, using: &random)).map { _ in .random(in: 0...255, using: &random) }
    }
    let types = ["iccp", "exif", "aBCd", "zzzz", "tEsT"]
    let container = Container(
      header: .init(
        codec: name, modelDigest: Array(Samples.digest.shuffled(using: &random)), parameters: bytes(256)),
      groups: (0..<Int.random(in: 0...5, using: &random)).map { _ in
        .init(payload: bytes(300), finalState: .random(in: 0 ... .max, using: &random))
      },
      optionalChunks: (0..<Int.random(in: 0...4, using: &random)).map { _ in
        .init(type: types.randomElement(using: &random)!, payload: bytes(100))
      })
    let file = container.serialized()
    let parsed = try Container(parsing: file)
    #expect(parsed == container)
    #expect(parsed.serialized() == file)
    let prefix = Array(file.prefix(Container.Header.maximumPrefixBytes))
    #expect(try Container.Header(peeking: prefix) == container.header)
  }

  @Test func overheadOfOneGroup() {
    let container = Container(
      header: .init(codec: "picture", modelDigest: Samples.digest, parameters: []),
      groups: [.init(payload: [], finalState: 0)])
    #expect(container.serialized().count == 81)
  }

  @Test func recognition() {
    #expect(Container.recognizes(Self.exampleBytes))
    #expect(Container.recognizes(Self.exampleBytes.prefix(4)))
    #expect(!Container.recognizes(Self.exampleBytes.prefix(3)))
    #expect(!Container.recognizes([]))
    #expect(!Container.recognizes([0x89, 0x50, 0x4E, 0x47]))
  }

  @Test func metadataIsTheFirstOfItsType() {
    let container = Container(
      header: Samples.example.header, groups: [],
      optionalChunks: [
        .init(type: "abcd", payload: [1]), .init(.exif, payload: [2]), .init(.exif, payload: [3]),
      ])
    #expect(container.metadata(.exif) == [2])
    #expect(container.metadata(.xmp) == nil)
  }

  /// Group payloads are views into the file, not copies.
  @Test func payloadsAreViews() throws {
    let file = Samples.example.serialized()
    let groups = try Container(parsing: file).groups
    let base = file.withUnsafeBufferPointer { $0.baseAddress! }
    for group in groups {
      group.payload.withUnsafeBufferPointer { #expect($0.baseAddress! == base + group.payload.startIndex) }
    }
    #expect(groups.map(\.payload.startIndex) == [0x6a, 0x6d])
  }

  @Test func peekingNeedsOnlyTheHeader() throws {
    let header = Container.Header(
      codec: String(repeating: "z", count: 32), modelDigest: Samples.digest,
      parameters: .init(repeating: 7, count: 256))
    let file = Container(header: header, groups: []).serialized()
    let needed = Container.Header.maximumPrefixBytes
    #expect(needed == 322)
    #expect(try Container.Header(peeking: Array(file[..<needed])) == header)
    for length in 0..<needed {
      #expect(throws: CodecError.self) { try Container.Header(peeking: Array(file[..<length])) }
    }
  }
}
