import Bytes
import Media
import Testing

struct PNGMetadataTests {
  private let full: Metadata = {
    var metadata = Metadata()
    metadata.icc = (0..<3000).map { UInt8($0 * $0 >> 3 & 255) }
    metadata.exif = Array("II*\0".utf8) + [8, 0, 0, 0, 0, 0]
    metadata.xmp = Array("<x:xmpmeta>Grüße</x:xmpmeta>".utf8) + [0, 1]
    metadata.gamma = 45455
    metadata.srgbIntent = 1
    metadata.chromaticities = [31270, 32900, 64000, 33000, 30000, 60000, 15000, 4_000_000_000]
    metadata.pixelDensity = PixelDensity(horizontal: 2835, vertical: 5670, unit: .metre)
    return metadata
  }()

  private func roundTrip(_ metadata: Metadata) throws -> Metadata {
    var image = Image.random(3, 2, .grayAlpha, depth: 16)
    image.metadata = metadata
    let copy = try PNGFormat().read(PNGFormat().write(image), limits: .standard)
    #expect(copy.samples == image.samples)
    return copy.metadata
  }

  @Test func everythingComesBack() throws {
    #expect(try roundTrip(full) == full)
  }

  @Test func nothingAppearsUnasked() throws {
    #expect(try roundTrip(Metadata()).isEmpty)
    var profileOnly = Metadata()
    profileOnly.icc = full.icc
    #expect(try roundTrip(profileOnly) == profileOnly)
  }

  @Test func emptyBlocksAreNotAbsentBlocks() throws {
    var metadata = Metadata()
    (metadata.icc, metadata.exif, metadata.xmp) = ([], [], [])
    #expect(try roundTrip(metadata) == metadata)
  }

  private static let keyword = Array("XML:com.adobe.xmp\0".utf8)

  private func read(_ name: String, _ bytes: [UInt8], limits: Limits = .standard) throws -> Metadata {
    var maker = PNGMaker(width: 1, height: 1)
    maker.chunks = [(name, bytes)]
    return try PNGFormat().read(maker.file([0]), limits: limits).metadata
  }

  @Test func compressedPacketsAndOtherLanguagesAreRead() throws {
    let text = Array("<x/>".utf8)
    let packed = Self.keyword + [1, 0] + Array("en\0title\0".utf8) + PNGMaker.zlib(text)
    #expect(try read("iTXt", packed).xmp == text)
    #expect(try read("iTXt", Self.keyword + [0, 0] + Array("en\0title\0".utf8) + text).xmp == text)
  }

  @Test func chunksAfterThePixelsCount() throws {
    let maker = PNGMaker(width: 1, height: 1)
    let end = PNGMaker.chunk("IEND", [])
    let file = maker.file([0]).dropLast(end.count) + PNGMaker.chunk("eXIf", [1, 2]) + end
    #expect(try PNGFormat().read(Array(file), limits: .standard).metadata.exif == [1, 2])
  }

  @Test func theFirstOfTwoWins() throws {
    var maker = PNGMaker(width: 1, height: 1)
    maker.chunks = [("eXIf", [1]), ("eXIf", [2])]
    #expect(try PNGFormat().read(maker.file([0]), limits: .standard).metadata.exif == [1])
  }

  static let impossible: [(String, [UInt8])] = [
    ("gAMA", [1, 2, 3]), ("cHRM", [UInt8](repeating: 0, count: 31)), ("sRGB", []), ("pHYs", [1]),
    ("pHYs", [0, 0, 0, 1, 0, 0, 0, 1, 2]), ("iCCP", []), ("iCCP", [65]), ("iCCP", [65, 0]),
    ("iCCP", [65, 0, 1]), ("iCCP", [65, 0, 0, 1, 2, 3]),
    ("iCCP", [65, 0, 0] + PNGMaker.zlib([1, 2, 3]).dropLast()),
    ("iCCP", [65, 0, 0] + PNGMaker.zlib([1, 2, 3]) + [0]),
    ("iTXt", keyword), ("iTXt", keyword + [0]), ("iTXt", keyword + [0, 0]),
    ("iTXt", keyword + [0, 0, 65, 0]),
    ("iTXt", keyword + [2, 0, 0, 0]), ("iTXt", keyword + [1, 0, 0, 0, 9]),
  ]

  @Test(arguments: impossible) func impossibleChunksAreCorrupt(name: String, bytes: [UInt8]) {
    let error = #expect(throws: CodecError.self) { try read(name, bytes) }
    guard case .corruptData = error else {
      Issue.record("\(name) \(bytes): \(String(describing: error))")
      return
    }
  }

  @Test func limitsHoldForStoredAndForPackedBytes() throws {
    let bytes = [UInt8](repeating: 7, count: 10000)
    let profile = [65, 0, 0] + PNGMaker.zlib(bytes)
    let packet = Self.keyword + [0, 0, 0, 0] + bytes
    for (name, chunk) in [("eXIf", bytes), ("iCCP", profile), ("iTXt", packet)] {
      var limits = Limits.standard
      limits.metadataBytes = 10000
      #expect(!(try read(name, chunk, limits: limits).isEmpty))
      limits.metadataBytes = 9999
      #expect(throws: CodecError.limitExceeded("PNG: \(name): metadata takes more bytes than allowed")) {
        try read(name, chunk, limits: limits)
      }
    }
  }

  @Test func limitsHoldForAllChunksTogether() throws {
    var maker = PNGMaker(width: 1, height: 1)
    maker.chunks = [("eXIf", [1, 2, 3]), ("gAMA", [0, 0, 0, 1])]
    var limits = Limits.standard
    limits.metadataBytes = 7
    #expect(try PNGFormat().read(maker.file([0]), limits: limits).metadata.gamma == 1)
    limits.metadataBytes = 6
    #expect(throws: CodecError.self) { try PNGFormat().read(maker.file([0]), limits: limits) }
  }

  @Test func aWrongNumberOfChromaticitiesIsRefused() {
    var image = Image.random(1, 1, .gray, depth: 8)
    image.metadata.chromaticities = [1, 2, 3]
    #expect(throws: CodecError.invalidParameter("PNG: 3 chromaticities; there must be 8")) {
      try PNGFormat().write(image)
    }
  }
}
