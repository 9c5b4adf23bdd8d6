import Bytes
import Codecs
import Media
import TestSupport
import Testing

@testable import CodecTool

/// Sounds to `.cdc` files and back, through the program.
struct SoundCodingTests {
  private static func sound(frames: Int = 4001, channels: Int = 2) -> AudioBuffer {
    let properties = AudioProperties(
      sampleRate: 8000, channelCount: channels, sampleType: .integer(bits: 16))
    var random = SeededRandom(5)
    return AudioBuffer(
      properties,
      .integers(
        (0..<channels * frames).map { index in
          Int32(80 * (abs(index * 31 % 400 - 200) - 100)) + Int32.random(in: -9...9, using: &random)
        }))
  }

  private static func metadata() -> AudioMetadata {
    var metadata = AudioMetadata()
    metadata.tags = [.init("TITLE", "Größe"), .init("ARTIST", "nobody")]
    return metadata
  }

  @Test func losslessThereAndBack() throws {
    let scratch = try Scratch()
    let sound = Self.sound()
    let input = try scratch.write(FLACFormat().write(sound, metadata: Self.metadata()), as: "a.flac")
    let encoded = try Tool.run("encode", "--lossless", "--verify", input, "--json")
    #expect(encoded.status == 0, "\(encoded.errors)")
    #expect(encoded.text.contains(#""sample_rate":8000,"channels":2,"frames":4001,"#))
    for name in ["b.wav", "b.flac", "b.aiff"] {
      let outcome = try Tool.run("decode", scratch / "a.cdc", "-o", scratch / name)
      #expect(outcome.status == 0, "\(outcome.errors)")
      let back = try AudioFormats.read(Scratch.read(scratch / name))
      #expect(back.sound.samples == sound.samples)
      #expect(back.metadata["TITLE"] == "Größe", "\(name)")
    }
    // Without a name it is a WAV file beside its input.
    #expect(try Tool.run("decode", scratch / "a.cdc").status == 0)
    #expect(try AudioFormats.read(Scratch.read(scratch / "a.wav")).sound == sound)
    #expect(try Tool.run("test", scratch / "a.cdc").text == "\(scratch / "a.cdc"): OK\n")
    let info = try Tool.run("info", scratch / "a.cdc")
    #expect(info.text.contains("4001 frames at 8000 Hz, 2 channels, integers of 16 bits"), "\(info.text)")
  }

  @Test func pipes() throws {
    let scratch = try Scratch()
    let sound = Self.sound()
    let input = try scratch.write(WAVFormat().write(sound), as: "a.wav")
    let script = #"cat "$1" | "$0" encode --lossless - | cat | "$0" decode - --quiet"#
    let outcome = try Tool.shell(script, input)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(try AudioFormats.read(outcome.output).sound == sound)
  }

  @Test func spans() throws {
    let scratch = try Scratch()
    let sound = Self.sound()
    let input = try scratch.write(WAVFormat().write(sound), as: "a.wav")
    #expect(try Tool.run("encode", "--lossless", input).status == 0)
    for (span, frames) in [
      ("0.1..0.25", 800..<2000), ("0.25..", 2000..<4001), ("..0.125", 0..<1000), ("..", 0..<4001),
    ] {
      let outcome = try Tool.run("decode", scratch / "a.cdc", "--span", span, "-o", "-")
      #expect(try AudioFormats.read(outcome.output).sound == sound[frames], "\(span) \(outcome.errors)")
    }
    let outcome = try Tool.run("decode", scratch / "a.cdc", "--span", "7..8", "-o", scratch / "b.wav")
    #expect(outcome.status == 64)
    #expect(outcome.errorLines.count == 1)
  }

  @Test(arguments: ["fidelity", "hearing"]) func lossyThereAndBack(tuning: String) throws {
    let scratch = try Scratch()
    let sound = Self.sound(frames: 30_000)
    let input = try scratch.write(WAVFormat().write(sound), as: "a.wav")
    let encoded = try Tool.run("encode", input, "--tune", tuning, "--kbps", "24", "--verify")
    #expect(encoded.status == 0, "\(encoded.errors)")
    let bytes = try Scratch.read(scratch / "a.cdc").count
    #expect(abs(Double(bytes) / 11_250 - 1) < 0.05, "\(bytes) bytes of 3.75 seconds")
    let decoded = try Tool.run("decode", scratch / "a.cdc", "-o", scratch / "b.wav")
    #expect(decoded.status == 0, "\(decoded.errors)")
    #expect(try AudioFormats.read(Scratch.read(scratch / "b.wav")).sound.frameCount == sound.frameCount)
    let kind = tuning == "hearing" ? "hearing" : "music"
    #expect(try Tool.run("info", scratch / "a.cdc").text.contains("codec     \(kind) "))
  }

  @Test func foldersOfBoth() throws {
    let scratch = try Scratch()
    let folder = try scratch.makeFolder("in")
    try Scratch.write(WAVFormat().write(Self.sound()), to: folder + "/a.wav")
    try Scratch.write(PNGFormat().write(.waves(9, 7, .rgb)), to: folder + "/b.png")
    #expect(try Tool.run("encode", "--lossless", "-r", folder, "-o", scratch / "coded/").status == 0)
    #expect(scratch.names(in: "coded") == ["a.cdc", "b.cdc"])
    #expect(try Tool.run("decode", "-r", scratch / "coded", "-o", scratch / "back/").status == 0)
    #expect(scratch.names(in: "back") == ["a.wav", "b.png"])
  }

  @Test func failures() throws {
    let scratch = try Scratch()
    let input = try scratch.write(WAVFormat().write(Self.sound()), as: "a.wav")
    let picture = try scratch.write(.waves(9, 7, .rgb), as: "p.png")
    #expect(try Tool.run("encode", "--lossless", input, picture).status == 0)
    let coded = try Scratch.read(scratch / "a.cdc")
    let cut = try scratch.write(Array(coded.dropLast(9)), as: "cut.cdc")
    let before = scratch.names()
    for (status, arguments) in [
      (Int32(65), ["decode", cut]), (65, ["test", cut]), (65, ["info", cut]),
      (73, ["encode", "--lossless", input]), (64, ["encode", input, "--entropy", "circuit", "-f"]),
      (64, ["encode", input, "--entropy", "classes", "--tune", "hearing", "-f"]),
      (64, ["encode", input, "--effort", "high", "--tune", "hearing", "-f"]),
      (64, ["encode", picture, "--kbps", "64", "-f"]), (64, ["encode", input, "--lossless", "--kbps", "64"]),
      (64, ["decode", scratch / "a.cdc", "-o", scratch / "x.png"]),
      (64, ["decode", scratch / "p.cdc", "-o", scratch / "x.wav"]),
      (64, ["decode", scratch / "p.cdc", "-o", scratch / "x.png", "--span", "1..2"]),
      (64, ["decode", scratch / "a.cdc", "-o", scratch / "x.wav", "--channels", "2"]),
      (64, ["info", scratch / "a.cdc", "--bits"]),
    ] {
      let outcome = try Tool.run(arguments)
      #expect(outcome.status == status, "\(arguments) \(outcome.errors)")
      #expect(outcome.errorLines.count == 1, "\(arguments) \(outcome.errors)")
    }
    #expect(scratch.names() == before)
  }
}
