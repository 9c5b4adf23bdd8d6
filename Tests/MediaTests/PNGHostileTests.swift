import Bytes
import Media
import Testing

struct PNGHostileTests {
  /// A valid file with metadata, small enough to break in every place.
  private func victim() throws -> [UInt8] {
    var image = Image.random(9, 5, .rgb, depth: 8)
    image.metadata.icc = [1, 2, 3]
    image.metadata.xmp = [65, 66]
    image.metadata.gamma = 45455
    return try PNGFormat().write(image)
  }

  private let small: Limits = {
    var limits = Limits()
    limits.pixels = 1 << 16
    limits.metadataBytes = 1 << 12
    return limits
  }()

  private func isCorrupt(_ bytes: [UInt8]) -> Bool {
    do {
      _ = try PNGFormat().read(bytes, limits: small)
      return false
    } catch {
      if case .corruptData = error { return true }
      return false
    }
  }

  @Test func everyTruncationIsCorrupt() throws {
    let file = try victim()
    for count in file.indices {
      #expect(isCorrupt(Array(file[..<count])), "\(count) of \(file.count) bytes")
    }
  }

  @Test func everyDamagedByteIsCorrupt() throws {
    let file = try victim()
    for index in file.indices {
      for mask: UInt8 in [0x01, 0x20, 0x80, 0xFF] {
        var damaged = file
        damaged[index] ^= mask
        #expect(isCorrupt(damaged), "byte \(index) of \(file.count), mask \(mask)")
      }
    }
  }

  /// With right checksums it is up to the values themselves: an error or a sane picture, never a crash.
  @Test func damageUnderRightChecksumsIsContained() throws {
    for (colorType, bitDepth) in [(0, 1), (2, 8), (3, 4), (4, 16), (6, 8)] {
      for isInterlaced in [false, true] {
        var maker = PNGMaker(
          width: 6, height: 5, bitDepth: bitDepth, colorType: colorType, isInterlaced: isInterlaced)
        if colorType == 3 { maker.chunks = [("PLTE", [9, 8, 7]), ("tRNS", [1])] }
        let samples = (0..<30 * maker.samplesPerPixel).map { $0 % (1 << bitDepth) }
        let stream = PNGMaker.zlib(maker.filtered(samples))
        for (index, mask) in stream.indices.flatMap({ index in [1, 2, 8, 255].map { (index, UInt8($0)) } }) {
          var damaged = stream
          damaged[index] ^= mask
          expectContained(maker.file(stream: damaged))
        }
        for bit in 0..<8 * maker.header.count {
          var header = maker.header
          header[bit / 8] ^= 1 << UInt8(bit % 8)
          let rest = maker.file(stream: stream)[(PNGMaker.signature.count + 25)...]
          expectContained(PNGMaker.signature + PNGMaker.chunk("IHDR", header) + rest)
        }
      }
    }
  }

  private func expectContained(_ file: [UInt8]) {
    if let image = try? PNGFormat().read(file, limits: small) {
      #expect(image.width * image.height <= small.pixels)
      #expect(image.samples.count == image.width * image.height * image.channels.rawValue)
    }
  }

  @Test(arguments: [(1 << 31 - 1, 1 << 31 - 1), (1 << 16, 1 << 16), (1 << 21, 1), (1, 1 << 21)])
  func hugeSizesExceedTheLimits(width: Int, height: Int) {
    let file = PNGMaker(width: width, height: height, colorType: 2).file(stream: PNGMaker.zlib([0]))
    let error = #expect(throws: CodecError.self) { try PNGFormat().read(file, limits: .standard) }
    guard case .limitExceeded = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test func sizesThatTheBytesCannotFillAreCorrupt() {
    let maker = PNGMaker(width: 16384, height: 16384, bitDepth: 16, colorType: 6)
    let file = maker.file(stream: PNGMaker.zlib([0]))
    #expect(
      throws: CodecError.corruptData("PNG: \(file.count) bytes are too few for 16384x16384 pixels")
    ) { try PNGFormat().read(file, limits: .standard) }
  }

  @Test func emptySizesAreCorrupt() {
    #expect(isCorrupt(PNGMaker(width: 0, height: 3).file(stream: PNGMaker.zlib([0]))))
    #expect(isCorrupt(PNGMaker(width: 3, height: 0).file(stream: PNGMaker.zlib([0]))))
  }

  @Test func chunkLengthsBeyondTheFileAreCorrupt() {
    let head = PNGMaker.signature + PNGMaker.chunk("IHDR", PNGMaker().header)
    for name in ["eXIf", "teSt", "IDAT", "iCCP", "tRNS", "PLTE"] {
      #expect(isCorrupt(head + [0x7F, 0xFF, 0xFF, 0xFF] + Array(name.utf8) + [1, 2, 3]))
      #expect(isCorrupt(head + [0xFF, 0xFF, 0xFF, 0xFF] + Array(name.utf8) + [1, 2, 3]))
    }
  }

  @Test func chunksThatMustBeUnderstoodAreNotSkipped() {
    var maker = PNGMaker(width: 1, height: 1)
    maker.chunks = [("TEST", [])]
    #expect(isCorrupt(maker.file([0])))
  }

  @Test func missingPalettesAndPixelsAreCorrupt() {
    #expect(isCorrupt(PNGMaker(width: 1, height: 1, colorType: 3).file([0])))
    let head = PNGMaker.signature + PNGMaker.chunk("IHDR", PNGMaker().header)
    #expect(isCorrupt(head + PNGMaker.chunk("IEND", [])))
    #expect(isCorrupt([]))
    #expect(isCorrupt(PNGMaker.signature))
  }
}
