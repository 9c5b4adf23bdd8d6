import Bytes
import Container
import EntropyCoding
import Media
import Testing

@testable import Codecs

/// Both entropy models of the latents of sounds, through the file.
struct SoundEntropyTests {
  private static func codec(
    _ sound: AudioBuffer, _ name: String, _ entropy: EntropyChoice
  ) throws -> WaveletSoundCodec {
    try WaveletSoundCodec(
      model: ModelStore.soundModel(named: name), properties: sound.properties, step: 0x1p-7, entropy: entropy)
  }

  /// A file says which one it needs, and holds the same latents either way.
  @Test(arguments: ["latent-5x", "latent-20x"]) func filesSayWhatTheyNeed(name: String) throws {
    let sound = LatentSounds.sound(frames: 12_000, channels: 3)
    var tensors: [[Int16]] = []
    for (entropy, count) in [(EntropyChoice.circuit, 15), (.classes, 6)] {
      let file = try LatentSounds.file(sound, Self.codec(sound, name, entropy))
      #expect(try SoundFileSummary(MemorySource(file)).entropy == entropy)
      let parameters = try Container(parsing: file).header.parameters
      #expect(try SoundParameters(parsing: parameters, limits: .standard).codec.count == count)
      #expect(try LatentSounds.read(file).frameCount == 12_000)
      tensors.append(try SoundLatentTensor(reading: MemorySource(file)).symbols)
    }
    #expect(tensors[0] == tensors[1] && tensors[0].contains { $0 != 0 })
    // The circuit is the default, and codecs without a choice tell none.
    #expect(try LatentSounds.codec(sound.properties).stored.circuit != nil)
    #expect(SoundCodecs.hasEntropyChoice(name) && !SoundCodecs.hasEntropyChoice("lossless-sound"))
  }

  /// Another circuit, an unknown entropy model, parameters cut short, the wrong one of the two.
  @Test func foreignCircuits() throws {
    let sound = LatentSounds.sound(frames: 3000)
    let codec = try Self.codec(sound, "latent-20x", .circuit)
    let file = try Container(parsing: LatentSounds.file(sound, codec))
    func read(_ change: (inout [UInt8]) -> Void) throws {
      var parameters = file.header.parameters
      change(&parameters)
      let header = Container.Header(
        codec: file.header.codec, modelDigest: file.header.modelDigest, parameters: parameters)
      _ = try LatentSounds.read(Container(header: header, groups: file.groups).serialized())
    }
    let tag = file.header.parameters.count - 9
    try read { _ in }
    #expect(throws: CodecError.missingModel("the file needs another circuit of model latent-20x")) {
      try read { $0[tag + 1] ^= 1 }
    }
    #expect(throws: CodecError.unsupported("HEAD: entropy model 2")) { try read { $0[tag] = 2 } }
    #expect(throws: CodecError.self) { try read { $0.removeLast() } }
    #expect(throws: CodecError.self) { try read { $0.append(0) } }
    #expect(throws: CodecError.self) { try read { $0.removeLast(9) } }
  }

  /// What was learned of a sound codes it in fewer bytes than the classes do, and the old circuit is not asked.
  @Test func learning() throws {
    var files = try ModelStore.files(named: "latent-20x")
    let planes = try SoundCircuitTraining.planeCount(of: ModelStore.soundModel(named: "latent-20x"))
    let old = LatentCircuit.Arrays(gates: [0], means: [0], taps: [0, 0, 0, 0])
    files.circuit = old.file(planes: 1)
    #expect(throws: CodecError.self) { try SoundModel(files) }
    let model = try ModelStore.soundModel(named: "latent-20x", entropy: .classes)
    #expect(model.circuit == nil)
    let sound = LatentSounds.sound(frames: 60_000)
    let bytes = try WAVFormat().write(sound)
    let taps = [Int16](repeating: 0, count: planes * 64)
    let training = try SoundCircuitTraining(model: model, taps: taps)
    files.circuit = try training.learn([("a", 0x1p-8), ("b", 0x1p-7)]) { _ in
      try AudioFormats.reader(MemorySource(bytes))
    }
    let learned = try SoundModel(files)
    #expect(learned.identity == model.identity)
    let silence = try AudioBuffer(zeros: LatentSounds.codec(sound.properties).margin, sound.properties)
    let padded = AudioBuffer(joining: [silence, sound, silence], properties: sound.properties)
    let sizes = try EntropyChoice.allCases.map { entropy in
      let codec = try WaveletSoundCodec(
        model: learned, properties: sound.properties, step: 0x1p-8, entropy: entropy)
      return try codec.write(codec.analyze(padded, frames: sound.frameCount)).payload.count
    }
    #expect(sizes[0] < sizes[1], "\(sizes)")
  }
}
