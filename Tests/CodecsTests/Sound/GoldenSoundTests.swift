import Bytes
import Container
import Foundation
import Media
import Testing

@testable import Codecs

/// Files of every codec of sounds, as they were when their format was made: what they must go on being.
///
/// `Goldens/sounds.txt` has a line for each: its name, the SHA-256 of the file and that of the decoded samples. A codec that
/// is not released yet may change; the failure tells its new line.
struct GoldenSoundTests {
  private static let codecs: [(name: String, make: @Sendable (AudioProperties) throws -> any SoundCodec)] = [
    ("music", { try SoundCodecs.lossy($0, model: "music") }),
    ("hearing", { try SoundCodecs.lossy($0, model: "music", tuning: .hearing) }),
    ("latent-5x", { try SoundCodecs.lossy($0, model: "latent-5x") }),
    ("latent-5x-classes", { try SoundCodecs.lossy($0, model: "latent-5x", entropy: .classes) }),
    ("latent-20x", { try SoundCodecs.lossy($0, model: "latent-20x") }),
    ("latent-20x-classes", { try SoundCodecs.lossy($0, model: "latent-20x", entropy: .classes) }),
    ("music-64x", { try SoundCodecs.consistency($0, model: "music-64x") }),
    ("lossless-sound", { SoundCodecs.lossless($0) }),
    ("lossless-sound-fast", { SoundCodecs.lossless($0, level: .fast) }),
  ]

  /// Two channels of integers, music that fades, then clicks: the same on every machine.
  private static let sound = AudioBuffer(
    joining: [
      SoundSamples.music.sound(frames: 20_000, channels: 2, bits: 16),
      SoundSamples.fading.sound(frames: 12_000, channels: 2, bits: 16, seed: 5),
      SoundSamples.clicks.sound(frames: 3_001, channels: 2, bits: 16),
    ], properties: SoundSamples.music.sound(frames: 1, channels: 2, bits: 16).properties)

  private static let lines = Result {
    try String(contentsOf: Bundle.module.bundleURL.appending(path: "Goldens/sounds.txt"), encoding: .utf8)
      .split(separator: "\n").map(String.init)
  }

  @Test(arguments: codecs.map(\.name)) func filesAndSamples(name: String) throws {
    let codec = try #require(Self.codecs.first { $0.name == name }).make(Self.sound.properties)
    let sink = MemorySink()
    _ = try SoundFileWriter.write(
      AudioFormats.reader(MemorySource(WAVFormat().write(Self.sound))), codec: codec,
      scratch: MemoryScratch(), to: sink)
    guard case .integers(let samples) = try SoundFileReader(MemorySource(sink.bytes)).readAll().samples else {
      Issue.record("samples of another type")
      return
    }
    var writer = ByteWriter()
    for sample in samples { writer.write(sample) }
    let line = "\(name) \(Self.digest(sink.bytes)) \(Self.digest(writer.bytes))"
    #expect(try Self.lines.get().contains(line), "the line is now: \(line)")
  }

  private static func digest(_ bytes: [UInt8]) -> String {
    var hash = SHA256()
    hash.update(bytes)
    return ModelIdentity.hexadecimal(hash.finalize())
  }
}
