import Bytes
import CKernels
import Media
import TestSupport
import Testing

@testable import Codecs

/// Pictures without loss come back bit by bit.
@Suite(.serialized) struct LosslessImageTests {
  @Test(arguments: [(1, 1), (1, 7), (7, 1), (17, 3), (64, 65), (769, 51)], Channels.allCases)
  func kindsAndSizes(size: (Int, Int), channels: Channels) throws {
    for depth in [8, 16] {
      let image = SamplePictures.make(width: size.0, height: size.1, channels: channels, depth: depth)
      let bytes = try LosslessImageCodec.encode(image)
      #expect(try LosslessImageCodec.decode(bytes) == image)
      let summary = try ImageFileSummary(parsing: bytes)
      #expect(summary.picture == PictureDescription(image) && summary.step == nil)
      #expect(summary.identity == LosslessImageCodec.identity && summary.fileBytes == bytes.count)
    }
  }

  /// Random shapes of samples over the whole range, of few values, and at its ends: stored when that is shorter.
  @Test func extremes() throws {
    var random = SeededRandom(5)
    for _ in 0..<40 {
      let width = 1 + random.next(below: 40)
      let height = 1 + random.next(below: 40)
      let channels = Channels.allCases[random.next(below: 4)]
      let count = width * height * channels.rawValue
      let wide: [UInt16] = random.integers(count)
      let unit = UInt16(1 + random.next(below: 1000))
      let kinds: [Samples] = [
        .sixteen(wide), .sixteen(wide.map { $0 & 1 == 0 ? 0 : 65535 }),
        .sixteen(wide.map { $0 / unit * unit }),
        .eight(wide.map { UInt8($0 & 255) }), .eight(wide.map { $0 & 255 == 0 ? 255 : 0 }),
        .eight(wide.map { _ in UInt8(unit & 255) }),
      ]
      for samples in kinds {
        let image = Image(width: width, height: height, channels: channels, samples: samples)
        let bytes = try LosslessImageCodec.encode(image)
        #expect(try LosslessImageCodec.decode(bytes) == image)
        #expect(bytes.count <= count * samples.depth / 8 + 110)
      }
    }
  }

  /// Slopes of 16 bits, and 12 bits in 16, cost far less than their size.
  @Test func deepSamples() throws {
    let slope = (0..<90 * 70).map { (index: Int) -> UInt16 in
      let (x, y) = (index % 90, index / 90)
      return UInt16(x * 300 + y * 400)
    }
    var random = SeededRandom(8)
    let shallow = slope.map { _ in UInt16((2000 + random.next(below: 16)) << 4) }
    for (samples, bound) in [(slope, 600), (shallow, 4000)] {
      let image = Image(width: 90, height: 70, channels: .gray, samples: .sixteen(samples))
      let bytes = try LosslessImageCodec.encode(image)
      #expect(try LosslessImageCodec.decode(bytes) == image)
      #expect(bytes.count < bound)
    }
  }

  /// Lines on paper are a drawing: less than a tenth of a bit a sample.
  @Test func drawings() throws {
    let width = 300
    let samples = (0..<3 * width * 200).map { index -> UInt8 in
      let (x, y) = (index / 3 % width, index / 3 / width)
      return x % 50 == 7 || y % 40 == 9 ? [20, 90, 200][index % 3] : 255
    }
    let image = Image(width: width, height: 200, channels: .rgb, samples: .eight(samples))
    let bytes = try LosslessImageCodec.encode(image)
    #expect(try LosslessImageCodec.decode(bytes) == image)
    #expect(bytes.count * 80 < samples.count)
  }

  /// Threads and instruction sets change no byte; a golden checksum holds the format.
  @Test func determinism() throws {
    let image = SamplePictures.make(width: 2100, height: 40, channels: .rgba)
    let reference = try LosslessImageCodec.encode(image)
    #expect(try ImageFileSummary(parsing: reference).groupBytes.count == 2)
    let best = kernels_best_level()
    defer { kernels_set_level(best) }
    for level in 0...best {
      kernels_set_level(level)
      #expect(try LosslessImageCodec.encode(image, threads: 2) == reference, "level \(level)")
      #expect(try LosslessImageCodec.decode(reference, threads: 2) == image, "level \(level)")
    }
    let small = SamplePictures.make(width: 61, height: 43, channels: .rgb)
    let bytes = try LosslessImageCodec.encode(small)
    var checksum = CRC32()
    checksum.update(bytes)
    #expect([bytes.count, Int(checksum.value)] == [4165, 141_464_838])
  }

  @Test func metadataTravels() throws {
    var image = SamplePictures.make(width: 9, height: 5, channels: .gray)
    image.metadata.icc = [1, 2, 3]
    image.metadata.exif = Array("II*\0....".utf8)
    image.metadata.gamma = 45455
    image.metadata.pixelDensity = PixelDensity(horizontal: 3000, vertical: 2000, unit: .metre)
    #expect(try LosslessImageCodec.decode(LosslessImageCodec.encode(image)).metadata == image.metadata)
  }
}
