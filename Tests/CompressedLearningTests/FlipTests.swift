import Bytes
import Codecs
import Media
import Testing

@testable import CompressedLearning

struct FlipTests {
  private static func mirrored(_ image: Image) -> Image {
    guard case .eight(let samples) = image.samples else { return image }
    var result = samples
    for y in 0..<image.height {
      for x in 0..<image.width {
        for channel in 0..<3 {
          result[3 * (y * image.width + x) + channel] =
            samples[3 * (y * image.width + image.width - 1 - x) + channel]
        }
      }
    }
    return Image(width: image.width, height: image.height, channels: .rgb, samples: .eight(result))
  }

  private static func error(_ a: LatentArray, _ b: LatentArray, channel: Int) -> Double {
    let plane = a.height * a.width
    return (channel * plane..<(channel + 1) * plane).reduce(0) {
      let difference = Double(a.symbols[$1]) - Double(b.symbols[$1])
      return $0 + difference * difference
    }
  }

  /// What the documentation says of the default model.
  @Test func mirroredLatentsAreFitted() throws {
    let model = try ModelStore.model(named: "latent-16x")
    let flip = try #require(LatentFlip(model: model, channels: 12))
    for channel in [0, 1, 2, 3, 4, 5] { #expect(flip.explained[channel] > 0.96) }
    #expect(flip.explained.allSatisfy { $0 > 0.5 } && flip.explained[10] < 0.75)

    let codec = WaveletImageCodec(model: model)
    var random = SplitMix64(seed: 77)
    let samples = RandomDiscs.picture(side: 128, random: &random)
    let image = Image(width: 128, height: 128, channels: .rgb, samples: .eight(samples))
    let arrays = try [image, Self.mirrored(image)].map { image in
      let latents = try codec.analyze(image, .init(step: 4, rateWeight: 0))
      return LatentArray(
        channels: 12, height: 16, width: 16, symbols: Array(latents.primarySymbols), step: latents.step)
    }
    for channel in 0..<12 {
      let fitted = Self.error(flip(arrays[0]), arrays[1], channel: channel)
      #expect(fitted < Self.error(arrays[0].reversed, arrays[1], channel: channel), "channel \(channel)")
    }
    #expect(LatentFlip(model: try ModelStore.model(named: "picture"), channels: 3) == nil)
  }

  @Test func mirroredPixelsAreExact() throws {
    let folder = try LearningFolder()
    let image = LearningFolder.stripes(false, seed: 5, width: 40, height: 24)
    try folder.write(PNGFormat().write(image), as: "a/b.png")
    for reduction in [4, 16, 64] {
      let dataset = try PixelDataset([folder.path], reduction: reduction)
      let array = try dataset.array(0)
      let factor = reduction == 4 ? 2 : reduction == 16 ? 4 : 8
      #expect(array.count == 3 * 40 * 24 / reduction && dataset.classes == ["a"])
      #expect(dataset.flipped(array) == PixelDataset.array(Self.mirrored(image), factor: factor))
    }
    #expect(throws: CodecError.self) { try PixelDataset([folder.path], reduction: 9) }
  }
}
