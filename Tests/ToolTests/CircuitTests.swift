import Bytes
import Codecs
import Container
import Media
import ProbabilisticCircuits
import Testing

struct CircuitTests {
  /// A scratch folder with a table and a circuit learned of it.
  static func learned() throws -> Scratch {
    let scratch = try Scratch()
    try scratch.write(TestTables.idx(rows: 300), as: "train.idx")
    let outcome = try Tool.run(
      "circuit", "learn", scratch / "train.idx", "-o", scratch / "a.circuit", "--states", "3", "--epochs",
      "3",
      "--quiet", "--cardinality", "8")
    try #require(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.errors.isEmpty && outcome.output.isEmpty)
    return scratch
  }

  @Test func learning() throws {
    let scratch = try Self.learned()
    let arguments = [
      "circuit", "learn", scratch / "train.idx", "--states", "3", "--epochs", "3", "--cardinality", "8",
    ]
    let again = try Tool.run(arguments + ["-o", scratch / "b.circuit", "-j", "1", "--json"])
    #expect(again.status == 0 && again.errorLines.count == 4)
    #expect(again.errorLines[0].hasPrefix("epoch 1/3  ") && again.errorLines[0].contains(", validation "))
    #expect(again.text.contains("\"samples\":300,\"variables\":6,\"states\":3,\"epochs\":3,"))
    #expect(try Scratch.read(scratch / "a.circuit") == Scratch.read(scratch / "b.circuit"))
    let other = try Tool.run(arguments + ["-o", scratch / "c.circuit", "--seed", "5", "--quiet"])
    #expect(
      try other.status == 0 && Scratch.read(scratch / "c.circuit") != Scratch.read(scratch / "a.circuit"))
    #expect(try Tool.run(arguments + ["-o", scratch / "c.circuit"]).status == 73)
    let info = try Tool.run("circuit", "info", scratch / "a.circuit").text
    #expect(info.contains("variables   6 of 8 values") && info.contains("states      3\n"))
    let json = try Tool.run("circuit", "info", scratch / "a.circuit", "--json").text
    #expect(json.contains("\"input_layers\":6,") && json.contains("\"product_layers\":4,"))
  }

  @Test(arguments: [[], ["--per-sample"]])
  func tablesComeBack(options: [String]) throws {
    let scratch = try Self.learned()
    let table = TestTables.idx(rows: 1500, seed: 7)
    try scratch.write(table, as: "t.idx")
    let coded = try Tool.run(
      ["circuit", "compress", scratch / "t.idx", "--circuit", scratch / "a.circuit", "-o", scratch / "t.cdc"]
        + options)
    #expect(coded.status == 0 && coded.errors.contains("1500 samples of 2x3"), "\(coded.errors)")
    let decoded = try Tool.run(
      "circuit", "decompress", scratch / "t.cdc", "--circuit", scratch / "a.circuit", "-o", scratch / "u.idx",
      "--json")
    #expect(decoded.status == 0 && decoded.text.contains("\"shape\":[2,3],"))
    #expect(try Scratch.read(scratch / "u.idx") == table)
    let tested = try Tool.run("test", scratch / "t.cdc", "--circuit", scratch / "a.circuit")
    #expect(tested.text == "\(scratch / "t.cdc"): OK\n")
    let info = try Tool.run("info", scratch / "t.cdc", "--json").text
    #expect(info.contains("\"per_sample\":\(options.isEmpty ? "false" : "true"),"))
    // The same through standard streams.
    let piped = try Tool.run(
      ["circuit", "compress", "-", "--circuit", scratch / "a.circuit", "-o", "-", "--quiet"] + options,
      input: table)
    #expect(try piped.output == Scratch.read(scratch / "t.cdc"))
  }

  @Test func evaluation() throws {
    let scratch = try Self.learned()
    let text = try Tool.run("circuit", "eval", scratch / "a.circuit", scratch / "train.idx").text
    #expect(text.hasPrefix("samples     300 of 6 values\ntheory      "))
    let json = try Tool.run("circuit", "eval", scratch / "a.circuit", scratch / "train.idx", "--json").text
    let bits = json.split(separator: ",").first { $0.hasPrefix("\"bits_per_dimension\"") }
      .flatMap { Double($0.split(separator: ":")[1]) }
    #expect(try #require(bits) > 0.5 && #require(bits) < 3.01)
  }

  @Test func picturesComeBack() throws {
    let scratch = try Scratch()
    let folder = try scratch.makeFolder("in")
    var images: [String: Image] = [:]
    for index in 0..<12 {
      let values = (0..<18).map { UInt8(($0 * (index + 1)) % 4) }
      let name = index % 2 == 0 ? "p\(index).png" : "p\(index).ppm"
      images[name] = Image(width: 3, height: 2, channels: .rgb, samples: .eight(values))
      try scratch.write(#require(images[name]), as: "in/" + name)
    }
    let learned = try Tool.run(
      "circuit", "learn", folder, "-o", scratch / "a.circuit", "--states", "2", "--epochs", "2", "--quiet",
      "--validation", "0")
    #expect(learned.status == 0, "\(learned.errors)")
    let files = ["--circuit", scratch / "a.circuit", "--quiet"]
    #expect(try Tool.run(["circuit", "compress", folder, "-o", scratch / "t.cdc"] + files).status == 0)
    let decompress = ["circuit", "decompress", scratch / "t.cdc", "-o", scratch / "out/sub"] + files
    #expect(try Tool.run(decompress).status == 0)
    #expect(scratch.names(in: "out/sub") == images.keys.sorted())
    for (name, image) in images { #expect(try scratch.image("out/sub/" + name).samples == image.samples) }
    #expect(try Tool.run(decompress).status == 73)
    #expect(try Tool.run(decompress + ["--force"]).status == 0)
    let scores = try Tool.run("score", folder, "--circuit", scratch / "a.circuit").text
    let lines = scores.split(separator: "\n").map { $0.split(separator: " ") }
    #expect(Set(lines.map { String($0[1]) }) == Set(images.keys))
    let bits = lines.compactMap { Double($0[0]) }
    #expect(bits.count == 12 && bits == bits.sorted(by: >))
    let top = try Tool.run("score", folder, "--circuit", scratch / "a.circuit", "--top", "1", "--json").text
    #expect(
      top.hasPrefix("{\"name\":\"\(lines[0][1])\",\"bits_per_dimension\":")
        && top.filter { $0 == "\n" }.count == 1)
  }

  @Test func samples() throws {
    let scratch = try Self.learned()
    let sample = ["circuit", "sample", scratch / "a.circuit", "--quiet", "-o"]
    #expect(try Tool.run(sample + [scratch / "a.idx", "-n", "5", "--shape", "2x3"]).status == 0)
    let bytes = try Scratch.read(scratch / "a.idx")
    #expect(bytes.prefix(16) == [0, 0, 8, 3, 0, 0, 0, 5, 0, 0, 0, 2, 0, 0, 0, 3])
    #expect(bytes.count == 46 && bytes.dropFirst(16).allSatisfy { $0 < 8 })
    #expect(try Tool.run(sample + [scratch / "b.idx", "-n", "5", "--shape", "2x3"]).status == 0)
    #expect(try Scratch.read(scratch / "b.idx") == bytes)
    #expect(try Tool.run(sample + [scratch / "c.npy", "-n", "5"]).status == 0)
    #expect(try Array(Scratch.read(scratch / "c.npy").suffix(30)) == Array(bytes.suffix(30)))
    #expect(try Tool.run(sample + [scratch / "a.png", "-n", "5", "--shape", "1x2x3"]).status == 0)
    let sheet = try scratch.image("a.png")
    #expect(sheet.width == 3 * 4 + 2 && sheet.height == 2 * 3 + 2 && sheet.channels == .rgb)
    #expect(try Tool.run(sample + [scratch / "f", "-n", "11", "--shape", "2x3", "--seed", "9"]).status == 0)
    #expect(scratch.names(in: "f").count == 11 && scratch.names(in: "f").first == "00.png")
    #expect(try Tool.run(sample + [scratch / "z.png"]).status == 64)
    #expect(try Tool.run(sample + [scratch / "z.png", "--shape", "2x2"]).status == 64)
  }
}
