import Bytes
import Codecs
import Media
import Testing

/// One cause, one line, one status; nothing is made.
struct CircuitFailureTests {
  private func expect(
    _ status: Int32, _ arguments: [String], in scratch: Scratch, names file: String?,
    location: SourceLocation = #_sourceLocation
  ) throws {
    let before = scratch.names()
    let outcome = try Tool.run(arguments)
    #expect(outcome.status == status, "\(outcome.errors)", sourceLocation: location)
    #expect(outcome.errorLines.count == 1, "\(outcome.errors)", sourceLocation: location)
    #expect(
      outcome.errors.hasPrefix("codec: " + (file.map { $0 + ": " } ?? "")), "\(outcome.errors)",
      sourceLocation: location)
    #expect(outcome.output.isEmpty && scratch.names() == before, sourceLocation: location)
  }

  @Test func causes() throws {
    let scratch = try CircuitTests.learned()
    let (circuit, table, out) = (scratch / "a.circuit", scratch / "train.idx", scratch / "out")
    let compress = ["circuit", "compress", "-o", out, "--circuit", circuit]
    try expect(66, compress + [scratch / "none"], in: scratch, names: scratch / "none")
    try expect(69, ["circuit", "compress", table, "-o", out, "--circuit", out], in: scratch, names: out)
    try expect(65, ["circuit", "info", table], in: scratch, names: table)
    let text = try scratch.write(Array("no table".utf8), as: "text")
    try expect(76, compress + [text], in: scratch, names: text)
    let wide = try scratch.write([0, 0, 8, 2, 0, 0, 0, 1, 0, 0, 0, 2, 1, 2], as: "wide")
    try expect(64, compress + [wide], in: scratch, names: wide)
    let large = try scratch.write([0, 0, 8, 2, 0, 0, 0, 1, 0, 0, 0, 6, 1, 2, 3, 4, 5, 8], as: "large")
    try expect(64, compress + [large], in: scratch, names: large)
    try expect(64, ["score", large, "--circuit", circuit], in: scratch, names: large)
    try expect(64, ["circuit", "eval", circuit, large], in: scratch, names: large)
    try expect(64, ["circuit", "learn", large, "-o", out, "--cardinality", "8"], in: scratch, names: large)
    let huge = try scratch.write([0, 0, 8, 2, 0, 1, 0, 0, 0, 1, 0, 0, 1], as: "huge")
    try expect(77, compress + [huge], in: scratch, names: huge)
    let cut = try scratch.write([0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 2, 1], as: "cut")
    try expect(65, compress + [cut], in: scratch, names: cut)
    let packed = try scratch.write([0x1F, 0x8B, 8, 0], as: "packed")
    try expect(65, compress + [packed], in: scratch, names: packed)
    let folder = try scratch.makeFolder("empty")
    try expect(66, compress + [folder], in: scratch, names: folder)
    for arguments in [
      ["learn", table, "-o", out, "--states", "0"], ["learn", table, "-o", out, "--validation", "1"],
      ["learn", table, "-o", out, "--pseudocount", "nan"], ["learn", table],
      ["sample", circuit, "-o", out, "--shape", "2y3"], ["sample", circuit, "-o", out, "-n", "0"],
      ["compress", table, "--circuit", circuit, "-o", "-", "--json"],
    ] {
      try expect(64, ["circuit"] + arguments, in: scratch, names: nil)
    }
    try scratch.write(Image(width: 1, height: 1, channels: .gray, samples: .eight([0])), as: "empty/a.png")
    let odd = try scratch.write(
      Image(width: 2, height: 1, channels: .gray, samples: .eight([0, 0])), as: "empty/b.png")
    try expect(76, ["circuit", "learn", folder, "-o", out], in: scratch, names: odd)
  }

  @Test func missingCircuits() throws {
    let scratch = try CircuitTests.learned()
    let table = scratch / "t.cdc"
    let compressed = try Tool.run(
      "circuit", "compress", scratch / "train.idx", "--circuit", scratch / "a.circuit", "-o", table, "--quiet"
    )
    try #require(compressed.status == 0)
    let digest = try CircuitModel(file: Scratch.read(scratch / "a.circuit")).hexadecimal
    for arguments in [["circuit", "decompress", table, "-o", scratch / "u"], ["test", table]] {
      try expect(69, arguments, in: scratch, names: table)
      #expect(try Tool.run(arguments).errors.contains(digest))
    }
    let learned = try Tool.run(
      "circuit", "learn", scratch / "train.idx", "-o", scratch / "b.circuit", "--states", "2", "--epochs",
      "1",
      "--quiet", "--cardinality", "8")
    try #require(learned.status == 0)
    try expect(
      69, ["circuit", "decompress", table, "--circuit", scratch / "b.circuit", "-o", scratch / "u"],
      in: scratch,
      names: table)
    try expect(76, ["decode", table], in: scratch, names: table)
    let picture = try scratch.write(Coded.file(), as: "p.cdc")
    try expect(
      76, ["circuit", "decompress", picture, "--circuit", scratch / "a.circuit", "-o", scratch / "u"],
      in: scratch, names: picture)
    try expect(
      69, ["info", "--bits", scratch / "t.cdc", "--model", scratch / "none"], in: scratch, names: nil)
  }

  @Test func partialTables() throws {
    let scratch = try CircuitTests.learned()
    try scratch.write(TestTables.idx(rows: 25_000), as: "t.idx")
    let files = ["--circuit", scratch / "a.circuit", "--quiet"]
    try #require(
      Tool.run(["circuit", "compress", scratch / "t.idx", "-o", scratch / "t.cdc"] + files).status == 0)
    let bytes = try Scratch.read(scratch / "t.cdc")
    try scratch.write(Array(bytes.dropLast(400)), as: "cut.cdc")
    let decompress = ["circuit", "decompress", scratch / "cut.cdc", "-o", scratch / "u.idx"] + files
    try expect(65, decompress, in: scratch, names: scratch / "cut.cdc")
    let outcome = try Tool.run(decompress + ["--partial"])
    #expect(outcome.status == 1)
    #expect(
      outcome.errors
        == "codec: \(scratch / "cut.cdc"): samples 20480 to 24999 are lost; they are the most probable ones\n"
    )
    let (back, original) = try (Scratch.read(scratch / "u.idx"), Scratch.read(scratch / "t.idx"))
    let kept = 16 + 6 * 20480
    #expect(back.count == original.count && back.prefix(kept) == original.prefix(kept))
    let filling = Array(back[kept..<kept + 6])
    let places = kept..<back.count
    #expect(places.allSatisfy { back[$0] == filling[($0 - kept) % 6] })
    let whole = ["circuit", "decompress", scratch / "t.cdc", "-o", scratch / "v.idx", "--partial"]
    #expect(try Tool.run(whole + files).status == 0)
  }

  @Test func scoresOfCodedPictures() throws {
    let scratch = try Scratch()
    _ = try scratch.makeFolder("in")
    // The same picture twice, and one that is flat.
    for name in ["in/a.cdc", "in/c.cdc"] { try scratch.write(Coded.file(of: .waves(64, 48)), as: name) }
    let flat = Image(
      width: 64, height: 48, channels: .rgb, samples: .eight([UInt8](repeating: 128, count: 64 * 48 * 3)))
    try scratch.write(Coded.file(of: flat), as: "in/b.cdc")
    let outcome = try Tool.run("score", scratch / "in")
    #expect(outcome.status == 0 && outcome.errors.isEmpty)
    let lines = outcome.text.split(separator: "\n").map { $0.split(separator: " ") }
    #expect(lines.map { $0.last } == ["a.cdc", "c.cdc", "b.cdc"])
    #expect(lines.allSatisfy { $0.count == 4 && $0[2] == "bpp" })
    // By the same count as `info --bits`; three latents a pixel.
    let budget = try ImageFile.bitBudget(
      of: Scratch.read(scratch / "in/a.cdc"), model: ModelStore.model(named: ModelStore.names[0]))
    let json = try Tool.run("score", scratch / "in/a.cdc", scratch / "in/b.cdc", "--json", "--top", "1").text
    let perPixel = budget.latentBits / (64 * 48)
    let known = "\"bits_per_dimension\":\(budget.latentBits / (3 * 64 * 48)),\"bits_per_pixel\":\(perPixel)}"
    #expect(json.contains(known) && json.contains("a.cdc") && json.filter { $0 == "\n" }.count == 1)
  }

  @Test func scoresThatCannotBe() throws {
    let scratch = try Scratch()
    _ = try scratch.makeFolder("empty")
    try expect(66, ["score", scratch / "empty"], in: scratch, names: scratch / "empty")
    let picture = try scratch.write(.waves(9, 9), as: "a.png")
    try expect(65, ["score", picture], in: scratch, names: picture)
    try #require(Tool.run("encode", "--lossless", picture).status == 0)
    try expect(76, ["score", scratch / "a.cdc"], in: scratch, names: scratch / "a.cdc")
    try expect(64, ["score", "a", "b", "--circuit", "c"], in: scratch, names: nil)
    try expect(64, ["score", "a", "--model", "b", "--circuit", "c"], in: scratch, names: nil)
    // The others are scored.
    let coded = try scratch.write(Coded.file(), as: "b.cdc")
    let outcome = try Tool.run("score", scratch / "a.cdc", coded)
    #expect(outcome.status == 1 && outcome.errorLines.count == 1 && outcome.text.hasSuffix("b.cdc\n"))
  }

  @Test func bitsOfPictures() throws {
    let scratch = try Scratch()
    let bytes = try Coded.file(of: .waves(64, 48, .rgba))
    let input = try scratch.write(bytes, as: "a.cdc")
    let text = try Tool.run("info", "--bits", input).text
    #expect(text.contains("  level 5 low colour 0 ") && text.contains("  alpha  "))
    #expect(text.contains(" \(bytes.count).0 B    100.00 %\n"))
    let json = try Tool.run("info", "--bits", "--json", input).text
    #expect(
      json.contains("\"bytes\":\(bytes.count),\"planes\":[{\"name\":\"level 5 low colour 0\",\"latents\":"))
  }
}
