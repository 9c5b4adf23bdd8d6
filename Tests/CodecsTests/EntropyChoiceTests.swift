import Bytes
import Container
import EntropyCoding
import Media
import Testing

@testable import Codecs

/// Both entropy models through the file.
struct EntropyChoiceTests {
  @Test(arguments: ["picture", "latent-16x"], EntropyChoice.allCases)
  func filesSayWhatTheyNeed(name: String, entropy: EntropyChoice) throws {
    let model = try ModelStore.model(named: name)
    let image = SamplePictures.make(width: 200, height: 120, channels: .rgba)
    let latents = try WaveletImageCodec(model: model).analyze(image, WaveletImageCodec.Options(step: 20))
    let bytes = try ImageFile(latents: latents).serialized(model: model, entropy: entropy)
    #expect(try ImageFileSummary(parsing: bytes).entropy == entropy)
    let parameters = try Container(parsing: bytes, limits: .standard).header.parameters
    #expect(parameters.count == (entropy == .circuit ? 24 : 15))
    #expect(try ImageFile(parsing: bytes, model: model).latents == latents)
  }

  /// The circuit is the default where there is one.
  @Test func defaults() throws {
    let image = SamplePictures.make(width: 96, height: 64, channels: .rgb)
    for (name, entropy) in [("picture", EntropyChoice.circuit), ("latent-4x", .classes)] {
      let model = try ModelStore.model(named: name)
      let latents = try WaveletImageCodec(model: model).analyze(image, WaveletImageCodec.Options(step: 20))
      #expect(
        try ImageFileSummary(parsing: ImageFile(latents: latents).serialized(model: model)).entropy == entropy
      )
    }
  }

  /// Another circuit, an unknown entropy model, and parameters cut short.
  @Test func foreignCircuits() throws {
    let model = try ModelStore.model(named: "picture")
    let image = SamplePictures.make(width: 64, height: 64, channels: .rgb)
    let latents = try WaveletImageCodec(model: model).analyze(image, WaveletImageCodec.Options(step: 20))
    let file = try Container(parsing: ImageFile(latents: latents).serialized(model: model), limits: .standard)
    func parse(_ change: (inout [UInt8]) -> Void) throws {
      var parameters = file.header.parameters
      change(&parameters)
      let header = Container.Header(
        codec: file.header.codec, modelDigest: file.header.modelDigest, parameters: parameters)
      let bytes = Container(header: header, groups: file.groups).serialized()
      _ = try ImageFile(parsing: bytes, model: model)
    }
    try parse { _ in }
    #expect(throws: CodecError.missingModel("the file needs another circuit of model picture")) {
      try parse { $0[16] ^= 1 }
    }
    #expect(throws: CodecError.unsupported("HEAD: entropy model 2")) { try parse { $0[15] = 2 } }
    #expect(throws: CodecError.self) { try parse { $0.removeLast() } }
    #expect(throws: CodecError.self) { try parse { $0.append(0) } }
    // As the class model would have coded it: out of step.
    #expect(throws: CodecError.self) { try parse { $0.removeLast(9) } }
  }

  /// A circuit file that does not fit its model is refused.
  @Test func brokenCircuits() throws {
    #expect(throws: CodecError.self) {
      try Model.circuit([1, 2, 3], classes: ModelStore.model(named: "picture").latents)
    }
    // That of a model with other planes.
    let arrays = LatentCircuit.Arrays(gates: [0], means: [0], taps: [0, 0, 0, 0])
    #expect(throws: CodecError.self) {
      try Model.circuit(arrays.file(planes: 1), classes: ModelStore.model(named: "picture").latents)
    }
  }
}
