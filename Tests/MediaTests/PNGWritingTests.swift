import Media
import Testing

struct PNGWritingTests {
  @Test func oneSmallFileIsKnownByteForByte() throws {
    var image = Image(width: 2, height: 1, channels: .gray, samples: .eight([0, 255]))
    image.metadata.srgbIntent = 0
    let file = try PNGFormat().write(image)
    let header: [UInt8] = [0, 0, 0, 2, 0, 0, 0, 1, 8, 0, 0, 0, 0]
    let start = PNGMaker.signature + PNGMaker.chunk("IHDR", header) + PNGMaker.chunk("sRGB", [0])
    #expect(Array(file.prefix(start.count)) == start)
    #expect(Array(file.suffix(12)) == PNGMaker.chunk("IEND", []))
  }

  @Test func flatPicturesStaySmall() throws {
    let count = 512 * 512 * 3
    let flat = Image(
      width: 512, height: 512, channels: .rgb, samples: .eight([UInt8](repeating: 200, count: count)))
    #expect(try PNGFormat().write(flat).count < count / 100)
  }

  @Test func smoothPicturesShrink() throws {
    let values = (0..<256 * 256).map { (index: Int) in UInt8((index % 256 + index / 256) / 2) }
    let smooth = Image(width: 256, height: 256, channels: .gray, samples: .eight(values))
    #expect(try PNGFormat().write(smooth).count < values.count / 4)
  }
}
