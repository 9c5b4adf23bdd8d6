import Bytes
import Codecs
import Container
import Media
import Testing

/// `decode --partial`: what is left of damaged and cut sounds.
struct SoundPartialTests {
  /// Three groups without loss, the last of them short.
  private static let sound = AudioBuffer(
    AudioProperties(sampleRate: 8000, channelCount: 1, sampleType: .integer(bits: 16)),
    .integers((0..<1_060_000).map { Int32($0 / 40 % 251) - 125 }))

  private static func coded(_ scratch: Scratch) throws -> [UInt8] {
    let input = try scratch.write(WAVFormat().write(sound), as: "a.wav")
    #expect(try Tool.run("encode", "--lossless", "--fast", input, "-o", scratch / "whole.cdc").status == 0)
    return try Scratch.read(scratch / "whole.cdc")
  }

  private static func silent(_ frames: Range<Int>) -> AudioBuffer {
    let zeros = AudioBuffer(sound.properties, .integers([Int32](repeating: 0, count: frames.count)))
    return AudioBuffer(
      joining: [sound[0..<frames.lowerBound], zeros, sound[frames.upperBound..<sound.frameCount]],
      properties: sound.properties)
  }

  @Test func lostGroups() throws {
    let scratch = try Scratch()
    var bytes = try Self.coded(scratch)
    let groups = try Container(parsing: bytes).groups.map(\.payload.count)
    try #require(groups.count == 3)
    bytes[bytes.count - 4 - groups[2] - 3] ^= 0x20
    let input = try scratch.write(bytes, as: "b.cdc")
    #expect(try Tool.run("decode", input).status == 65)
    let outcome = try Tool.run("decode", "--partial", input, "--quiet")
    #expect(outcome.status == 1 && outcome.output.isEmpty)
    #expect(
      outcome.errors == "codec: \(input): seconds 65.536 to 131.072 are lost, and silent: group 1\n")
    #expect(try AudioFormats.read(Scratch.read(scratch / "b.wav")).sound == Self.silent(524_288..<1_048_576))
    // The same from a pipe, and told to programs.
    let piped = try Tool.shell(#"cat "$1" | "$0" decode --partial - -o "$1.wav" --json --quiet"#, input)
    #expect(piped.status == 1 && piped.text.contains("\"damaged_groups\":1}"))
    #expect(try Scratch.read(input + ".wav") == Scratch.read(scratch / "b.wav"))
    // Whole files, and parts that the damage does not touch.
    #expect(try Tool.run("decode", "--partial", scratch / "whole.cdc", "--quiet").status == 0)
    let part = try Tool.run("decode", "--partial", input, "--span", "..60", "-o", scratch / "c.wav")
    #expect(part.status == 0)
  }

  @Test func cutFiles() throws {
    let scratch = try Scratch()
    let bytes = try Self.coded(scratch)
    let groups = try Container(parsing: bytes).groups.map(\.payload.count)
    let cut = try scratch.write(Array(bytes.dropLast(4 + groups[2] + 9)), as: "b.cdc")
    let outcome = try Tool.run("decode", "--partial", cut, "--quiet")
    #expect(outcome.status == 1)
    #expect(
      outcome.errors == "codec: \(cut): seconds 65.536 to 132.500 are lost, and silent: groups 1 to 2\n")
    #expect(try AudioFormats.read(Scratch.read(scratch / "b.wav")).sound == Self.silent(524_288..<1_060_000))
    // Nothing is left, or not even the head.
    for (name, count) in [("c", bytes.count - 4 - groups.reduce(0, +) + 9), ("d", 60)] {
      let none = try scratch.write(Array(bytes.prefix(count)), as: name + ".cdc")
      #expect(try Tool.run("decode", "--partial", none).status == 65)
      #expect(!scratch.names().contains(name + ".wav"))
    }
  }
}
