import Bytes
import Codecs
import Foundation
import Media
import Testing

@testable import CodecTool

/// The consistency model on the command line.
struct ConsistencyTests {
  private static func sound(frames: Int) -> AudioBuffer {
    let properties = AudioProperties(sampleRate: 44100, channelCount: 2, sampleType: .integer(bits: 16))
    let values = (0..<2 * frames).map { index in Int32(9000 * sin(Double(index % frames) * 0.03)) }
    return AudioBuffer(properties, .integers(values))
  }

  @Test func levelsStepsAndSpans() throws {
    let scratch = try Scratch()
    let input = try scratch.write(WAVFormat().write(Self.sound(frames: 90_000)), as: "a.wav")
    var sizes: [Int] = []
    for levels in ["33", "17", "11"] {
      let coded = scratch / "\(levels).cdc"
      let outcome = try Tool.run(
        "encode", input, "--model", "music-64x", "--levels", levels, "--seed", "5", "--verify", "-o", coded)
      #expect(outcome.status == 0, "\(outcome.errors)")
      sizes.append(try Scratch.read(coded).count)
      #expect(try Tool.run("info", coded).text.contains("  latents   \(levels) levels, "))
      #expect(try Tool.run("info", coded, "--json").text.contains("\"levels\":\(levels)"))
      #expect(try Tool.run("test", coded).status == 0)
    }
    #expect(sizes[0] > sizes[1] && sizes[1] > sizes[2])
    let coded = scratch / "33.cdc"
    for (name, options) in [
      ("0", ["--steps", "0"]), ("1", ["--steps", "1"]), ("2", ["--steps", "2"]), ("mean", ["--mean-only"]),
      ("usual", []), ("again", []), ("span", ["--span", "0.5..1"]),
    ] {
      #expect(try Tool.run(["decode", coded, "-o", scratch / "\(name).wav"] + options).status == 0)
    }
    let files = try ["0", "1", "2", "mean"].map { try Scratch.read(scratch / "\($0).wav") }
    #expect(Set(files).count == 4)
    #expect(try Scratch.read(scratch / "usual.wav") == Scratch.read(scratch / "again.wav"))
    #expect(try Scratch.read(scratch / "span.wav").count < files[0].count / 2)
  }

  @Test func arraysThereAndBack() throws {
    let scratch = try Scratch()
    let input = try scratch.write(WAVFormat().write(Self.sound(frames: 50_000)), as: "a.wav")
    #expect(try Tool.run("encode", input, "--model", "music-64x").status == 0)
    #expect(try Tool.run("decode", scratch / "a.cdc", "-o", scratch / "b.wav").status == 0)
    for options in [[], ["--normalize"]] {
      let array = scratch / "array\(options.count).safetensors"
      #expect(
        try Tool.run(["latents", scratch / "a.cdc", "--to", "safetensors", "-o", array] + options).status == 0
      )
      let back = scratch / "back\(options.count).wav"
      #expect(try Tool.run("decode", array, "-o", back).status == 0)
      // Arrays have no gains of bands: the samples are others.
      #expect(try Scratch.read(back).count == Scratch.read(scratch / "b.wav").count)
    }
    #expect(try Scratch.read(scratch / "back0.wav") == Scratch.read(scratch / "back1.wav"))
    #expect(try Tool.run("latents", scratch / "a.cdc", "-o", scratch / "a.npy").status == 0)
    let numbers = try Scratch.read(scratch / "a.npy")
    #expect(String(decoding: numbers.prefix(128), as: UTF8.self).contains("(1, 537, 2)"))
  }

  @Test func waveform() throws {
    let scratch = try Scratch()
    let input = try scratch.write(WAVFormat().write(Self.sound(frames: 90_000)), as: "a.wav")
    var counts: [Int] = []
    for options in [[], ["--step", "4000"], ["--kbps", "1"], ["--kbps", "40"]] {
      let encoded = try Tool.run(["encode", input, "--force", "--model", "music-64x"] + options)
      #expect(encoded.status == 0)
      // A rate that no step comes near is told beside the one there is.
      #expect(encoded.errors.contains("(not 1.0)") == options.contains("1"))
      counts.append(try Scratch.read(scratch / "a.cdc").count)
      let told = try Tool.run("info", scratch / "a.cdc").text
      #expect(told.contains("waveform in steps of") == !options.isEmpty)
      #expect(told.contains("steps of 4000") == options.contains("4000"))
      #expect(try Tool.run("decode", scratch / "a.cdc", "-f", "-o", scratch / "b.wav").status == 0)
    }
    #expect(counts[0] < counts[1] && abs(Double(counts[3]) / (40_000 / 8 * 90_000 / 44_100) - 1) < 0.02)
  }

  @Test func failures() throws {
    let scratch = try Scratch()
    let input = try scratch.write(WAVFormat().write(Self.sound(frames: 3000)), as: "a.wav")
    for options in [
      ["--levels", "16"], ["--quality", "50"], ["--kbps", "0"], ["--step", "1e6"], ["--tune", "hearing"],
      ["--entropy", "classes"],
    ] {
      #expect(try Tool.run(["encode", input, "--model", "music-64x"] + options).status != 0)
    }
    #expect(try Tool.run("encode", input, "--levels", "33").status != 0)
    #expect(try Tool.run("encode", input, "--lossless", "--seed", "1").status != 0)
    #expect(try Tool.run("encode", input, "--lossless").status == 0)
    for options in [["--steps", "1"], ["--mean-only"]] {
      #expect(try Tool.run(["decode", scratch / "a.cdc", "-o", scratch / "b.wav"] + options).status != 0)
    }
    #expect(try Tool.run("decode", scratch / "a.cdc", "--steps", "3", "-o", scratch / "b.wav").status != 0)
    let picture = try scratch.write(Image.waves(8, 8), as: "a.png")
    #expect(try Tool.run("encode", picture, "--model", "music-64x").status != 0)
    #expect(try Tool.run("models", "show", "music-64x").text.contains("512 a chunk"))
  }
}
