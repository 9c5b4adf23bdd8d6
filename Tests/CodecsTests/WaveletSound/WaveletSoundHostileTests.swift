import Bytes
import Container
import Media
import TestSupport
import Testing

@testable import Codecs

/// Damaged files of latent models are refused, or decode to a sound of the length that they say.
struct WaveletSoundHostileTests {
  private static func small() throws -> (codec: WaveletSoundCodec, group: Container.Group) {
    let sound = LatentSounds.sound(frames: 2500, channels: 4)
    let codec = try LatentSounds.codec(sound.properties)
    let silence = AudioBuffer(zeros: codec.margin, sound.properties)
    let padded = AudioBuffer(joining: [silence, sound, silence], properties: sound.properties)
    return (codec, codec.write(try codec.analyze(padded, frames: 2500)))
  }

  @Test func damagedPayloads() throws {
    let (codec, group) = try Self.small()
    #expect(throws: Never.self) { try codec.read(group, frames: 2500) }
    var random = SeededRandom(4)
    for index in stride(from: 0, to: group.payload.count, by: 3) {
      var payload = Array(group.payload)
      payload[index] ^= UInt8(1 + random.next(below: 255))
      for payload in [payload, Array(payload[..<index])] {
        let broken = Container.Group(payload: payload, finalState: group.finalState)
        #expect(throws: CodecError.self) { try codec.read(broken, frames: 2500) }
      }
    }
  }

  @Test func damagedParameters() throws {
    let (codec, _) = try Self.small()
    let good = codec.parameters
    #expect(
      try WaveletSoundCodec(model: codec.model, properties: codec.properties, parsing: good).parameters
        == good)
    for bad in [
      [], good + [0], Array(good.dropLast()), [0, 0, 0, 0] + good[4...], [255, 255, 255, 255] + good[4...],
      good[..<4] + [0, 0], good[..<4] + [0xFF, 0xFF],
    ] {
      #expect(throws: CodecError.self) {
        try WaveletSoundCodec(model: codec.model, properties: codec.properties, parsing: bad)
      }
    }
  }

  @Test func filesOfOtherCodecs() throws {
    let sound = LatentSounds.sound(frames: 2000)
    var file = try LatentSounds.file(sound, LatentSounds.codec(sound.properties))
    #expect(throws: CodecError.self) { try SoundLatentTensor(reading: MemorySource(Array(file.dropLast()))) }
    file[file.count / 2] ^= 1
    #expect(throws: CodecError.self) { try SoundLatentTensor(reading: MemorySource(file)) }
  }

  @Test func damagedModels() throws {
    let files = try ModelStore.files(named: "latent-20x")
    #expect(throws: Never.self) { try SoundModel(files) }
    #expect(throws: CodecError.self) { try Model(files) }
    #expect(throws: CodecError.self) { try SoundModel(ModelStore.files(named: "latent-16x")) }
    for cut in [0, 1, 100] {
      var broken = files
      broken.weights = Array(files.weights.dropLast(1 + cut))
      #expect(throws: CodecError.self) { try SoundModel(broken) }
      broken = files
      broken.entropy = Array(files.entropy.dropLast(1 + cut))
      #expect(throws: CodecError.self) { try SoundModel(broken) }
    }
    #expect(!ModelStore.names.contains("latent-20x") && ModelStore.soundNames.contains("latent-5x"))
  }
}
