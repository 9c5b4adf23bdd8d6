import Bytes
import Media
import Testing

struct PNMTests {
  private func read(_ text: String, _ bytes: [UInt8] = []) throws -> Image {
    try PNMFormat(.pnm).read(Array(text.utf8) + bytes, limits: .standard)
  }

  @Test func filesAreKnownByteForByte() throws {
    let colour = Image(width: 1, height: 1, channels: .rgb, samples: .sixteen([0x0102, 0x0304, 0xFFFE]))
    let expected = Array("P6\n1 1\n65535\n".utf8) + [1, 2, 3, 4, 255, 254]
    #expect(try PNMFormat(.ppm).write(colour) == expected)
    #expect(try PNMFormat(.pnm).write(colour) == expected)
    let gray = Image(width: 2, height: 1, channels: .gray, samples: .eight([7, 8]))
    #expect(try PNMFormat(.pgm).write(gray) == Array("P5\n2 1\n255\n".utf8) + [7, 8])
  }

  @Test func alphaIsRefusedWithAdvice() {
    let image = Image.random(2, 2, .rgba, depth: 8)
    #expect(throws: CodecError.invalidParameter("PPM has no alpha channel; write .pam or .png")) {
      try PNMFormat(.ppm).write(image)
    }
  }

  @Test func theKindOfPictureMustFitTheExtension() {
    let gray = Image.random(2, 2, .gray, depth: 8)
    let colour = Image.random(2, 2, .rgb, depth: 8)
    for (kind, image) in [(PNMFormat.Kind.ppm, gray), (.pgm, colour), (.pbm, gray)] {
      #expect(throws: CodecError.self) { try PNMFormat(kind).write(image) }
    }
  }

  @Test(arguments: [1, 3, 15, 31, 100, 254]) func narrowRangesAreStretchedToEightBits(maximum: Int) throws {
    let values = (0...maximum).map { UInt8($0) }
    let image = try read("P5 \(values.count) 1 \(maximum)\n", values)
    let expected = values.map { UInt8((Double($0) * 255 / Double(maximum)).rounded()) }
    #expect(image.samples == .eight(expected))
  }

  @Test(arguments: [256, 1023, 4095, 65534]) func wideRangesAreStretchedToSixteenBits(maximum: Int) throws {
    let values = [0, 1, maximum / 3, maximum - 1, maximum]
    let bytes = values.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] }
    let image = try read("P5\n5 1\n\(maximum)\n", bytes)
    let expected = values.map { UInt16((Double($0) * 65535 / Double(maximum)).rounded()) }
    #expect(image.samples == .sixteen(expected))
  }

  @Test func commentsMayStandInHeaders() throws {
    let image = try read("P6 # a\n#b\n  2#c\n1 # 9 9\n255\n", [1, 2, 3, 4, 5, 6])
    #expect(image == Image(width: 2, height: 1, channels: .rgb, samples: .eight([1, 2, 3, 4, 5, 6])))
  }

  @Test func oneWhiteSpaceEndsTheHeader() throws {
    #expect(try read("P5 2 1 255 ", [0x0A, 0x23]).samples == .eight([0x0A, 0x23]))
  }

  @Test func plainPicturesAreRead() throws {
    #expect(try read("P2\n3 1\n255\n0 128\n255 # end\n").samples == .eight([0, 128, 255]))
    let colour = try read("P3 1 2 65535\n1 2 3\n\t65535 5 6")
    #expect(colour.channels == .rgb)
    #expect(colour.samples == .sixteen([1, 2, 3, 65535, 5, 6]))
    #expect(try read("P2 2 1 15 0 15").samples == .eight([0, 255]))
  }

  @Test func bitmapsAreBlackWhereTheBitIsSet() throws {
    #expect(try read("P1 3 2\n1 0 1\n010\n").samples == .eight([0, 255, 0, 255, 0, 255]))
    let image = try read("P4\n10 2\n", [0b1010_0000, 0b0111_1111, 0, 0b1000_0000])
    let expected: [UInt8] =
      [0, 255, 0, 255, 255, 255, 255, 255, 255, 0] + [255, 255, 255, 255, 255, 255, 255, 255, 0, 255]
    #expect(image == Image(width: 10, height: 2, channels: .gray, samples: .eight(expected)))
  }

  static let corrupt = [
    "", "P6", "P6\n", "P9 1 1 255\n0", "P5 1", "P5 1 1", "P5 1 1 255", "P5 1 1 255\n", "P5 1 1 255\nab",
    "P5 1 1 65535\na", "P5 0 1 255\n", "P5 1 0 255\n", "P5 -1 1 255\n", "P5 x 1 255\n", "P5 1 1 0\na",
    "P5 1 1 65536\na", "P5 1 1 9\na", "P5 99999999999999999999 1 255\n", "P5 1 1 255#\na", "P2 1 1 255\n",
    "P2 2 1 255\n1", "P2 1 1 255\n1 2", "P2 1 1 255\n256", "P2 1 1 255\nx", "P1 2 1\n1", "P1 2 1\n12",
    "P1 1 1\n11", "P4 9 1\na", "P4 8 1\nab", "P6 1 1 255\nab", "P3 100000 2600 255\n1 2 3", "P5 # no end",
  ]

  @Test(arguments: corrupt) func brokenFilesAreCorrupt(text: String) {
    let error = #expect(throws: CodecError.self) { try read(text) }
    guard case .corruptData = error else {
      Issue.record("\(text): \(String(describing: error))")
      return
    }
  }

  @Test(arguments: ["P1", "P2", "P3", "P4", "P5", "P6"]) func hugeSizesExceedTheLimits(magic: String) {
    let error = #expect(throws: CodecError.self) { try read("\(magic) 65536 65536 255\n") }
    guard case .limitExceeded = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }
}
