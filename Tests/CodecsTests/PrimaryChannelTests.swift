import Bytes
import Media
import Testing

@testable import Codecs

/// Channels in order of importance, and the gray models that colour models name.
struct PrimaryChannelTests {
  @Test func fewerChannelsMakeACoarserPicture() throws {
    let codec = WaveletImageCodec(model: try ModelStore.model(named: "latent-16x"))
    let image = SamplePictures.make(width: 96, height: 64, channels: .rgb)
    let latents = try codec.analyze(image, .init(step: 12))
    #expect(latents.primaryChannels == 12 && latents.shape == [48, 8, 12])
    #expect(Array(latents.primarySymbols) == Array(latents.symbols.prefix(12 * 8 * 12)))
    #expect(latents.keeping(channels: 48) == latents)
    let errors = try [48, 12, 3].map {
      SamplePictures.error(image, try codec.synthesize(latents.keeping(channels: $0), threads: 1))
    }
    #expect(errors[0] < errors[1] && errors[1] < errors[2])
  }

  @Test(arguments: ["latent-16x", "latent-4x"])
  func grayPicturesHaveTheirModel(name: String) throws {
    let model = try ModelStore.model(named: name)
    for channels in Channels.allCases {
      let chosen = try ModelStore.model(model, for: channels)
      #expect(chosen.identity.name == (channels.colourCount == 1 ? "latent-gray" : name))
    }
    let image = SamplePictures.make(width: 50, height: 30, channels: .gray)
    let gray = WaveletImageCodec(model: try ModelStore.model(model, for: .gray))
    #expect(try gray.analyze(image, .init(step: 12)).shape == [32, 4, 7])
    let picture = try ModelStore.model(named: "picture")
    #expect(try ModelStore.model(picture, for: .gray) === picture)
  }

  @Test func aGrayModelRefusesColours() throws {
    let codec = WaveletImageCodec(model: try ModelStore.model(named: "latent-gray"))
    let image = SamplePictures.make(width: 8, height: 8, channels: .rgb)
    #expect(throws: CodecError.self) { try codec.analyze(image, .init(step: 12)) }
  }
}
