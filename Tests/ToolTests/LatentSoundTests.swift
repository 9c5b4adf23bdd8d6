import Bytes
import Codecs
import Foundation
import Media
import Testing

@testable import CodecTool

/// Latent models of sounds on the command line.
struct LatentSoundTests {
  private static func sound(frames: Int) -> AudioBuffer {
    let properties = AudioProperties(sampleRate: 44100, channelCount: 2, sampleType: .integer(bits: 16))
    let values = (0..<2 * frames).map { index in Int32(9000 * sin(Double(index % frames) * 0.03)) }
    return AudioBuffer(properties, .integers(values))
  }

  @Test func thereAndBackAndArrays() throws {
    let scratch = try Scratch()
    let input = try scratch.write(WAVFormat().write(Self.sound(frames: 20_000)), as: "a.wav")
    #expect(try Tool.run("encode", input, "--model", "latent-20x", "--kbps", "40", "--verify").status == 0)
    #expect(try Tool.run("decode", scratch / "a.cdc", "-o", scratch / "b.wav").status == 0)
    let text = try Tool.run("compare", input, scratch / "b.wav", "--json").text
    let snr = try #require(text.split(separator: ",").first.flatMap { Double($0.dropFirst(7)) })
    #expect(snr > 15, "\(text)")

    #expect(try Tool.run("latents", scratch / "a.cdc").status == 0)
    #expect(try Tool.run("latents", scratch / "a.cdc", "--primary", "-o", scratch / "p.npy").status == 0)
    let tensor = try SoundLatentTensor(reading: MemorySource(Scratch.read(scratch / "a.cdc")))
    #expect(tensor.shape == [1, 108, 79] && tensor.primaryChannels == 27)
    let primary = try Scratch.read(scratch / "p.npy")
    #expect(String(decoding: primary.prefix(128), as: UTF8.self).contains("(1, 27, 79)"))
    #expect(primary.count % 64 == 27 * 79 * 2 % 64)

    #expect(
      try Tool.run("encode", input, "--model", "latent-20x", "--primary", "-o", scratch / "c.cdc").status == 0
    )
    let alone = try SoundLatentTensor(reading: MemorySource(Scratch.read(scratch / "c.cdc")))
    #expect(alone.shape == [1, 27, 79])
  }

  @Test func entropyModels() throws {
    let scratch = try Scratch()
    let input = try scratch.write(WAVFormat().write(Self.sound(frames: 9000)), as: "a.wav")
    for entropy in ["classes", "circuit"] {
      let coded = scratch / "\(entropy).cdc"
      let outcome = try Tool.run(
        "encode", input, "--model", "latent-20x", "--entropy", entropy, "--verify", "-o", coded)
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(try Tool.run("info", coded).text.contains("  entropy   \(entropy)\n"))
      #expect(try Tool.run("info", coded, "--json").text.contains("\"entropy\":\"\(entropy)\""))
      #expect(try Tool.run("decode", coded).status == 0)
    }
    #expect(try Scratch.read(scratch / "classes.wav") == Scratch.read(scratch / "circuit.wav"))
    #expect(try Tool.run("encode", input, "--model", "latent-20x").status == 0)
    #expect(try Scratch.read(scratch / "a.cdc") == Scratch.read(scratch / "circuit.cdc"))
  }

  @Test func failures() throws {
    let scratch = try Scratch()
    let picture = try scratch.write(Image.waves(8, 8), as: "a.png")
    #expect(try Tool.run("encode", picture, "--model", "latent-20x").status != 0)
    let wav = try scratch.write(WAVFormat().write(Self.sound(frames: 3000)), as: "a.wav")
    #expect(try Tool.run("encode", wav, "--model", "latent-16x").status != 0)
    #expect(try Tool.run("models", "show", "latent-5x").text.contains("256, 108 primary"))
  }
}
