import Codecs
import Foundation
import Media
import Testing

/// Latents to other programs, and back, on the command line.
struct LatentExportTests {
  @Test func thereAndBack() throws {
    let scratch = try Scratch()
    let input = try scratch.write(Image.waves(97, 50), as: "a.png")
    #expect(try Tool.run("encode", input, "--model", "latent-16x").status == 0)
    #expect(try Tool.run("decode", scratch / "a.cdc", "-o", scratch / "b.png").status == 0)
    let expected = try scratch.image("b.png").samples
    #expect(try Tool.run("latents", scratch / "a.cdc", "--to", "safetensors", "--normalize").status == 0)
    #expect(try Tool.run("decode", scratch / "a.safetensors", "-o", scratch / "c.png").status == 0)
    #expect(try scratch.image("c.png").samples == expected)

    #expect(try Tool.run("latents", scratch / "a.cdc", "--normalize").status == 0)
    #expect(try Tool.run("decode", scratch / "a.npy", "-o", scratch / "d.png").status == 64)
    #expect(
      try Tool.run("decode", scratch / "a.npy", "--like", scratch / "a.cdc", "-o", scratch / "d.png").status
        == 0)
    #expect(try scratch.image("d.png").samples == expected)

    #expect(try Tool.run("latents", scratch / "a.cdc", "--primary", "-o", scratch / "p.npy").status == 0)
    #expect(try Tool.run("decode", scratch / "p.npy", "--like", scratch / "a.cdc").status == 0)
    #expect(
      try Tool.run("decode", scratch / "a.cdc", "--channels", "12", "-o", scratch / "q.png").status == 0)
    #expect(try scratch.image("p.png").samples == scratch.image("q.png").samples)
    #expect(
      try Tool.run("decode", scratch / "p.npy", "--like", scratch / "a.cdc", "--channels", "3", "-f").status
        == 64)
  }

  @Test func soundsThereAndBack() throws {
    let scratch = try Scratch()
    let properties = AudioProperties(sampleRate: 44100, channelCount: 2, sampleType: .integer(bits: 16))
    let sound = AudioBuffer(
      properties, .integers((0..<16000).map { Int32(9000 * sin(Double($0 % 8000) * 0.03)) }))
    let input = try scratch.write(WAVFormat().write(sound), as: "a.wav")
    #expect(try Tool.run("encode", input, "--model", "latent-20x").status == 0)
    #expect(try Tool.run("latents", scratch / "a.cdc", "--to", "safetensors").status == 0)
    #expect(try Tool.run("decode", scratch / "a.cdc", "-o", scratch / "b.wav").status == 0)
    #expect(try Tool.run("decode", scratch / "a.safetensors", "-o", scratch / "c.wav").status == 0)
    #expect(try Scratch.read(scratch / "b.wav") == Scratch.read(scratch / "c.wav"))
  }

  @Test func shardsAndProbes() throws {
    let scratch = try Scratch()
    for (folder, slope) in [("data", 0), ("data/a", 0), ("data/b", 1)] {
      _ = try scratch.makeFolder(folder)
      guard folder != "data" else { continue }
      for index in 0..<5 {
        // Colours tell the classes.
        let values = (0..<32 * 24 * 3).map { UInt8($0 % 3 == slope ? 200 : 40 + 9 * index) }
        let image = Image(width: 32, height: 24, channels: .rgb, samples: .eight(values))
        try scratch.write(image, as: "\(folder)/\(index).png")
      }
    }
    let data = scratch / "data"
    let coded = scratch / "coded"
    #expect(try Tool.run("encode", data, "-r", "-o", coded, "--model", "latent-16x").status == 0)

    let shards = scratch / "shards"
    let export = ["latents", coded, "--to", "tar", "--shard-samples", "4", "-o", shards]
    #expect(try Tool.run(export + ["--json"]).text.contains("\"shards\":3,\"kept\":0,\"samples\":10"))
    let names = ["manifest.json", "shard-000000.tar", "shard-000001.tar", "shard-000002.tar"]
    #expect(scratch.names(in: "shards") == names)
    let files = try names.map { try Scratch.read(shards + "/" + $0) }
    // Cut off behind the first shard, and one that is damaged: both come again, the same.
    try Scratch.write(Array(files[2].dropLast(700)), to: shards + "/" + names[2])
    #expect(try Tool.run(export + ["--json"]).text.contains("\"kept\":1,"))
    #expect(try names.map { try Scratch.read(shards + "/" + $0) } == files)
    #expect(try Tool.run(export + ["--coded"]).status == 73)
    #expect(try Tool.run("latents", coded, "--to", "tar").status == 64)
    #expect(try Tool.run("latents", coded, "-r", "--coded", "-o", scratch / "x/").status == 64)

    // A part by itself, with the classes of the whole, is the same shard.
    _ = try ["part", "part/b"].map { try scratch.makeFolder($0) }
    for name in ["b/3.cdc", "b/4.cdc"] {
      try scratch.write(Scratch.read("\(coded)/\(name)"), as: "part/\(name)")
    }
    let classes = try scratch.write(Array("a\nb\n".utf8), as: "classes.txt")
    let part = ["latents", scratch / "part", "--to", "tar", "-o", scratch / "apart", "--classes"]
    #expect(try Tool.run(part + [classes]).status == 0)
    #expect(try Scratch.read(scratch / "apart/shard-000000.tar") == files[3])
    for (text, status) in [("a\n", 64), ("a\nb\na\n", 64), ("a\nb\u{0}", 64)] {
      try Scratch.write(Array(text.utf8), to: classes)
      #expect(try Tool.run(part + [classes, "-f"]).status == Int32(status))
    }

    for probe in ["patches", "bayes"] {
      let file = scratch / "\(probe).probe"
      #expect(
        try Tool.run("probe", "train", coded, "-o", file, "--probe", probe, "--batch", "4", "--quiet").status
          == 0)
      let outcome = try Tool.run("probe", "eval", file, shards, "--json", "--plot", scratch / "\(probe).svg")
      #expect(outcome.text.contains("\"samples\":10,\"correct\":10,\"accuracy\":1"), "\(outcome.text)")
      #expect(try String(decoding: Scratch.read(scratch / "\(probe).svg"), as: UTF8.self).hasPrefix("<svg"))
    }
    #expect(try Tool.run("probe", "stats", shards).text.hasPrefix("10 samples\na: 5, b: 5\nchannel "))
    let pixels = scratch / "pixels.probe"
    #expect(
      try Tool.run("probe", "train", data, "--pixels", "16", "-o", pixels, "--probe", "ridge", "--quiet")
        .status == 0)
    #expect(try Tool.run("probe", "eval", pixels, data).text.hasSuffix("10 of 10 right: 100.00 %\n"))
    #expect(try Tool.run("probe", "eval", pixels, coded).status == 64)
    #expect(try Tool.run("probe", "eval", scratch / "bayes.svg", coded).status != 0)
    #expect(try Tool.run("probe", "train", coded + "/a", "-o", scratch / "y", "--quiet").status == 64)
  }
}
