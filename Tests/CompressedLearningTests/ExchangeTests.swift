import Bytes
import Codecs
import Media
import Tables
import Testing
import TestSupport

@testable import CompressedLearning

struct ExchangeTests {
  @Test(arguments: [false, true]) func picturesGoThereAndBack(primaryOnly: Bool) throws {
    let model = try ModelStore.model(named: "latent-16x")
    let image = LearningFolder.stripes(true, seed: 1, width: 70, height: 33)
    let latents = try WaveletImageCodec(model: model).analyze(image, .init(step: 9))
    let exchanged = ExchangedLatents(latents, primaryOnly: primaryOnly)
    for form in [exchanged, try exchanged.normalized()] {
      for (bytes, like) in [(form.safetensors, nil), (form.npy, exchanged.description)] {
        #expect(ExchangedLatents.recognizes(bytes))
        let back = try #require(try ExchangedLatents(parsing: bytes, like: like).picture())
        #expect(back.latents == (primaryOnly ? latents.keeping(channels: 12) : latents))
      }
    }
    #expect(throws: CodecError.self) { try ExchangedLatents(parsing: exchanged.npy, like: nil) }
    let file = try ImageFile(latents: latents).serialized(model: model)
    #expect(try LatentDescription(of: file) == exchanged.description)
  }

  @Test func soundsGoThereAndBack() throws {
    let model = try ModelStore.soundModel(named: "latent-5x")
    let properties = AudioProperties(sampleRate: 22050, channelCount: 3, sampleType: .float)
    var random = SeededRandom(2)
    // So many columns as the file's own frames ask for.
    let frames = 5000
    let columns = 40
    let symbols = (0..<2 * 10 * columns).map { _ in Int16(random.next(below: 7)) - 3 }
    let latents = try SoundLatentTensor(
      symbols: symbols, channels: 10, step: 0x1p-6, model: model, properties: properties, frameCount: frames)
    let read = try SoundLatentTensor(reading: MemorySource(latents.serialized()))
    #expect(read == latents)
    let exchanged = ExchangedLatents(latents, primaryOnly: false)
    for form in [exchanged, try exchanged.normalized()] {
      #expect(try ExchangedLatents(parsing: form.safetensors, like: nil).sound() == latents)
    }
    #expect(throws: CodecError.self) {
      try SoundLatentTensor(
        symbols: symbols, channels: 10, step: 0x1p-6, model: model, properties: properties,
        frameCount: frames + 2000)
    }
  }

  @Test func arraysThatDoNotFitAreRefused() throws {
    let model = try ModelStore.model(named: "latent-16x")
    let description = LatentDescription(
      model: model.identity, step: 8,
      medium: .picture(PictureDescription(width: 16, height: 16, channels: .rgba, depth: 8)))
    func latents(_ shape: [Int], _ value: Float = 0) -> ExchangedLatents {
      ExchangedLatents(
        NumericArray(shape: shape, .floats([Float](repeating: value, count: shape.reduce(1, *)))), description
      )
    }
    #expect(try latents([12, 2, 2]).picture()?.latents.picture.channels == .rgb)
    #expect(throws: CodecError.self) { try latents([12, 2, 3]).picture() }
    #expect(throws: CodecError.self) { try latents([49, 2, 2]).picture() }
    #expect(throws: CodecError.self) { try latents([12, 2, 2], .nan).picture() }
    // Far beyond what symbols hold: the largest one.
    #expect(try latents([1, 2, 2], 1e30).picture()?.latents.symbols[0] == 32767)
    let bytes = latents([2, 2, 2]).safetensors
    for count in stride(from: 0, to: bytes.count, by: 7) {
      #expect(throws: CodecError.self) {
        try ExchangedLatents(parsing: Array(bytes[..<count]), like: description)
      }
    }
    let metadata = description.metadata
    #expect(try LatentDescription(metadata: metadata, limits: .standard) == description)
    for (name, value) in [
      ("width", "-1"), ("height", "x"), ("depth", "9"), ("channels", "5"), ("digest", "00"), ("step", "nan"),
      ("format", ""), ("width", "99999999999999999999"), ("width", "100000000"),
    ] {
      var other = metadata
      other[name] = value
      #expect(throws: CodecError.self, "\(name) \(value)") {
        try LatentDescription(metadata: other, limits: .standard)
      }
    }
  }
}
