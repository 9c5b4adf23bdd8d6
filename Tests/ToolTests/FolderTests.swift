import Media
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

struct FolderTests {
  /// Pictures in two levels, with names that must be left out.
  private func tree() throws -> Scratch {
    let scratch = try Scratch()
    for folder in ["in", "in/sub", "in/.hidden", "in/empty"] { _ = try scratch.makeFolder(folder) }
    for name in ["in/a.png", "in/b.PPM", "in/sub/c.pgm", "in/.d.png", "in/.hidden/e.png"] {
      let image = Image.waves(8, 6, name.hasSuffix("pgm") ? .gray : .rgb)
      try scratch.write(image, as: name)
    }
    try scratch.write(Array("notes".utf8), as: "in/notes.txt")
    try #require(symlink("..", scratch / "in/sub/loop") == 0)
    try #require(symlink("../a.png", scratch / "in/sub/link.png") == 0)
    return scratch
  }

  @Test func treesAreMirrored() throws {
    let scratch = try tree()
    let encoded = try Tool.run("encode", "--recursive", scratch / "in", "-o", scratch / "new/coded", "--json")
    #expect(encoded.status == 0, "\(encoded.errors)")
    #expect(scratch.names(in: "new/coded") == ["a.cdc", "b.cdc", "sub"])
    #expect(scratch.names(in: "new/coded/sub") == ["c.cdc", "link.cdc"])
    #expect(encoded.text.split(separator: "\n").count == 4)
    let decoded = try Tool.run("decode", "-r", scratch / "new/coded", "-o", scratch / "out", "--quiet")
    #expect(decoded.status == 0)
    #expect(decoded.errors.isEmpty)
    #expect(scratch.names(in: "out") == ["a.png", "b.png", "sub"])
    #expect(try scratch.image("out/sub/c.png").channels == .gray)
  }

  @Test func withoutAnOutputFilesStandBesideTheirInputs() throws {
    let scratch = try tree()
    #expect(try Tool.run("encode", "-r", scratch / "in").status == 0)
    #expect(scratch.names(in: "in/sub") == ["c.cdc", "c.pgm", "link.cdc", "link.png", "loop"])
  }

  @Test func severalFilesNeedAFolder() throws {
    let scratch = try tree()
    let files = [scratch / "in/a.png", scratch / "in/b.PPM"]
    let refused = try Tool.run(["encode"] + files + ["-o", scratch / "new"])
    #expect(refused.status == 64)
    #expect(refused.errorLines.count == 1)
    #expect(try Tool.run(["encode"] + files + ["-o", scratch / "in/notes.txt"]).status == 64)
    #expect(scratch.names() == ["in"])
    #expect(try Tool.run(["encode"] + files + ["-o", scratch / "new/"]).status == 0)
    #expect(scratch.names(in: "new") == ["a.cdc", "b.cdc"])
    #expect(try Tool.run(["encode", "--force"] + files + ["-o", scratch / "new"]).status == 0)
    #expect(try Tool.run("encode", files[0], "-o", scratch / "in/sub").status == 0)
    #expect(scratch.names(in: "in/sub").contains("a.cdc"))
  }

  @Test func oneFailureLeavesTheOthers() throws {
    let scratch = try tree()
    try scratch.write([1, 2, 3], as: "in/bad.png")
    let outcome = try Tool.run(
      "encode", "-r", scratch / "in", scratch / "missing", "-o", scratch / "out", "--quiet")
    #expect(outcome.status == 1)
    #expect(outcome.errorLines.count == 2)
    #expect(outcome.errors.contains("codec: \(scratch / "in/bad.png"): "))
    #expect(outcome.errors.contains("codec: \(scratch / "missing"): "))
    #expect(scratch.names(in: "out") == ["a.cdc", "b.cdc", "sub"])
  }

  @Test func twoInputsDoNotShareAnOutput() throws {
    let scratch = try tree()
    try scratch.write(Image.waves(4, 4), as: "in/a.ppm")
    let outcome = try Tool.run("encode", "-r", scratch / "in", "-o", scratch / "out", "--force", "--quiet")
    #expect(outcome.status == 1)
    #expect(
      outcome.errors
        == "codec: \(scratch / "in/a.ppm"): \(scratch / "out/a.cdc") is already made from \(scratch / "in/a.png")\n"
    )
  }

  @Test func foldersAreTakenOnRequestOnly() throws {
    let scratch = try tree()
    #expect(try Tool.run("encode", scratch / "in").status == 64)
    #expect(try Tool.run("encode", "-r", scratch / "in/empty").status == 66)
    #expect(try Tool.run("info", scratch / "in").status == 64)
    #expect(try Tool.run("encode", "-r", scratch / "in", "-o", "-").status == 64)
    #expect(try Tool.run("encode", "-", scratch / "in/a.png").status == 64)
  }
}
