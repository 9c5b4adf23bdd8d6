import Bytes
import Media
import Testing

/// Files of every kind that the format knows, made without the library that reads them.
struct PNGReadingTests {
  /// Values of `count` samples, all of them over and over.
  private func ramp(_ count: Int, bitDepth: Int) -> [Int] {
    (0..<count).map { $0 * 40503 % (1 << bitDepth) }
  }

  private func read(_ bytes: [UInt8]) throws -> Image { try PNGFormat().read(bytes, limits: .standard) }

  @Test(arguments: [1, 2, 4, 8], [false, true])
  func graysOfFewBitsAreStretched(bitDepth: Int, isInterlaced: Bool) throws {
    let maker = PNGMaker(width: 13, height: 9, bitDepth: bitDepth, isInterlaced: isInterlaced)
    let samples = ramp(13 * 9, bitDepth: bitDepth)
    let image = try read(maker.file(samples))
    #expect(image.channels == .gray)
    #expect(image.samples == .eight(samples.map { UInt8($0 * 255 / (1 << bitDepth - 1)) }))
  }

  @Test(arguments: [0, 2, 4, 6], [false, true])
  func deepSamplesStayDeep(colorType: Int, isInterlaced: Bool) throws {
    let maker = PNGMaker(
      width: 11, height: 10, bitDepth: 16, colorType: colorType, isInterlaced: isInterlaced)
    let samples = ramp(110 * maker.samplesPerPixel, bitDepth: 16)
    let image = try read(maker.file(samples))
    #expect(image.channels.rawValue == maker.samplesPerPixel)
    #expect(image.samples == .sixteen(samples.map { UInt16($0) }))
  }

  @Test(arguments: [(1, 1), (2, 1), (1, 5), (5, 4), (8, 8), (17, 3)])
  func interlacedPicturesOfAnySizeAreWhole(width: Int, height: Int) throws {
    let maker = PNGMaker(width: width, height: height, colorType: 2, isInterlaced: true)
    let samples = ramp(width * height * 3, bitDepth: 8)
    let image = try read(maker.file(samples))
    #expect((image.width, image.height) == (width, height))
    #expect(image.samples == .eight(samples.map { UInt8($0) }))
  }

  @Test(arguments: [1, 2, 4, 8], [false, true])
  func palettesBecomeColours(bitDepth: Int, isInterlaced: Bool) throws {
    var maker = PNGMaker(
      width: 9, height: 7, bitDepth: bitDepth, colorType: 3, isInterlaced: isInterlaced)
    let palette = (0..<3 << bitDepth).map { UInt8($0 * 91 & 255) }
    maker.chunks = [("PLTE", palette)]
    let samples = ramp(63, bitDepth: bitDepth)
    let image = try read(maker.file(samples))
    #expect(image.channels == .rgb)
    #expect(image.samples == .eight(samples.flatMap { palette[3 * $0..<3 * $0 + 3] }))
  }

  @Test func transparentPalettesGiveAlpha() throws {
    var maker = PNGMaker(width: 4, height: 1, bitDepth: 2, colorType: 3)
    maker.chunks = [("PLTE", [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]), ("tRNS", [0, 128])]
    let image = try read(maker.file([3, 1, 0, 2]))
    #expect(image.channels == .rgba)
    #expect(image.samples == .eight([10, 11, 12, 255, 4, 5, 6, 128, 1, 2, 3, 0, 7, 8, 9, 255]))
  }

  @Test func transparentGrayGivesAlpha() throws {
    var maker = PNGMaker(width: 4, height: 1, bitDepth: 2)
    maker.chunks = [("tRNS", [0, 2])]
    let image = try read(maker.file([0, 1, 2, 3]))
    #expect(image.channels == .grayAlpha)
    #expect(image.samples == .eight([0, 255, 85, 255, 170, 0, 255, 255]))
  }

  @Test func transparentDeepColourGivesAlpha() throws {
    var maker = PNGMaker(width: 2, height: 1, bitDepth: 16, colorType: 2)
    maker.chunks = [("tRNS", [1, 0, 2, 0, 3, 0])]
    let image = try read(maker.file([0x100, 0x200, 0x300, 0x100, 0x200, 0x301]))
    #expect(image.channels == .rgba)
    #expect(image.samples == .sixteen([0x100, 0x200, 0x300, 0, 0x100, 0x200, 0x301, 65535]))
  }

  @Test func chunksOfNoInterestAreSkipped() throws {
    var maker = PNGMaker(width: 1, height: 1)
    maker.chunks = [
      ("bKGD", [0, 0]), ("tIME", [7, 234, 1, 1, 0, 0, 0]), ("sBIT", [8]), ("tEXt", Array("Title\0x".utf8)),
      ("zTXt", [1, 2, 3]), ("iTXt", Array("Comment\0\0\0\0\0x".utf8)), ("teSt", [9]),
    ]
    let image = try read(maker.file([77]))
    #expect(image == Image(width: 1, height: 1, channels: .gray, samples: .eight([77])))
  }

  @Test func bytesAfterTheEndAreIgnored() throws {
    let image = try read(PNGMaker(width: 1, height: 1).file([5]) + [1, 2, 3])
    #expect(image.samples == .eight([5]))
  }
}
