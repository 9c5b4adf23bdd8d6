import Bytes
import Codecs
import Media
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// One input: the cause decides the status; one line names the file; nothing is made.
struct ExitStatusTests {
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
    #expect(outcome.output.isEmpty, sourceLocation: location)
    #expect(scratch.names() == before, sourceLocation: location)
  }

  @Test func usage() throws {
    let scratch = try Scratch()
    let input = try scratch.write(Image.waves(4, 4, .rgba), as: "a.png")
    let coded = try scratch.write(Coded.file(of: .waves(4, 4, .rgba)), as: "b.cdc")
    for arguments in [
      ["encode"], ["encode", input, "--quality", "101"], ["encode", input, "-q", "nan"],
      ["encode", input, "--foo"],
      ["encode", input, "-q", "1", "--step", "2"], ["encode", input, "--step", "0"],
      ["encode", input, "-j", "0"],
      ["encode", input, "--step", "inf"], ["frobnicate"], ["encode", input, "-o", "-", "--json"],
      ["encode", ""],
      ["decode", coded, "--format", "bmp"],
    ] {
      try expect(64, arguments, in: scratch, names: nil)
    }
    try expect(64, ["decode", coded, "-o", scratch / "c.jpg"], in: scratch, names: scratch / "c.jpg")
    try expect(64, ["decode", coded, "--format", "ppm"], in: scratch, names: coded)
    let other = try scratch.write(Image.waves(5, 4, .rgba), as: "c.png")
    try expect(64, ["compare", input, other], in: scratch, names: other)
  }

  @Test func missingInput() throws {
    let scratch = try Scratch()
    let input = scratch / "none.cdc"
    for command in ["encode", "decode", "info", "test"] {
      try expect(66, [command, input], in: scratch, names: input)
    }
    try expect(66, ["compare", input, input], in: scratch, names: input)
    let file = try scratch.write([1], as: "file")
    try expect(66, ["info", file + "/x.cdc"], in: scratch, names: file + "/x.cdc")
  }

  @Test func foreignAndBrokenFiles() throws {
    let scratch = try Scratch()
    let text = try scratch.write(Array("Not a picture at all.\n".utf8), as: "text.txt")
    for command in ["decode", "info", "test"] { try expect(65, [command, text], in: scratch, names: text) }
    try expect(76, ["encode", text], in: scratch, names: text)
    let empty = try scratch.write([UInt8](), as: "empty")
    try expect(65, ["decode", empty], in: scratch, names: empty)
    try expect(76, ["encode", empty], in: scratch, names: empty)
    let picture = try PNGFormat().write(.waves(40, 30))
    let cut = try scratch.write(Array(picture.dropLast(30)), as: "cut.png")
    try expect(65, ["encode", cut], in: scratch, names: cut)
  }

  @Test func missingModels() throws {
    let scratch = try Scratch()
    let input = try scratch.write(Image.waves(4, 4), as: "a.png")
    try expect(69, ["encode", input, "--model", "none-such"], in: scratch, names: "--model")
    try expect(69, ["encode", input, "--model", scratch.path], in: scratch, names: scratch / "model.json")
    let file = try Coded.file()
    let other = try scratch.write(
      Coded.rebuilt(file, digest: [UInt8](repeating: 7, count: 16)), as: "digest.cdc")
    let unknown = try scratch.write(Coded.rebuilt(file, codec: "none-such"), as: "name.cdc")
    for name in [other, unknown] {
      for command in ["decode", "test"] { try expect(69, [command, name], in: scratch, names: name) }
      #expect(try Tool.run("info", name).status == 0)
    }
  }

  @Test func outputsThatCannotBeMade() throws {
    let scratch = try Scratch()
    let input = try scratch.write(Image.waves(4, 4), as: "a.png")
    let file = try scratch.write([1], as: "file")
    for output in [scratch / "none/a.cdc", file + "/a.cdc", file + "/sub/"] {
      try expect(
        73, ["encode", input, "-o", output], in: scratch, names: output.hasSuffix("/") ? nil : output)
    }
  }

  @Test func unsupportedFiles() throws {
    let scratch = try Scratch()
    var file = try Coded.file()
    // The version is the first byte of the first chunk, whose checksum covers type and payload.
    file[12] = 9
    let length = Int(file[4 + 4])
    let checksum = CRC32.checksum(Array("HEAD".utf8) + file[12..<12 + length])
    for byte in 0..<4 { file[12 + length + byte] = UInt8(truncatingIfNeeded: checksum >> UInt32(8 * byte)) }
    let input = try scratch.write(file, as: "new.cdc")
    for command in ["decode", "info", "test"] { try expect(76, [command, input], in: scratch, names: input) }
  }

  @Test func filesOverALimit() throws {
    let scratch = try Scratch()
    let claims = try Coded.rebuilt(
      Coded.file(), parameters: { Coded.claim(width: 65536, height: 65536, in: &$0) })
    let input = try scratch.write(claims, as: "huge.cdc")
    for command in ["decode", "info", "test"] { try expect(77, [command, input], in: scratch, names: input) }
    let picture = try scratch.write(Array("P6 65536 65536 255\n".utf8), as: "claim.ppm")
    try expect(77, ["encode", picture], in: scratch, names: picture)
    // A hole: no blocks are taken on the disk.
    let sparse = try scratch.write([UInt8](), as: "sparse.png")
    try #require(truncate(sparse, off_t(Limits.standard.fileBytes) + 1) == 0)
    try expect(77, ["encode", sparse], in: scratch, names: sparse)
  }

  @Test func filesThatMayNotBeRead() throws {
    let scratch = try Scratch()
    let input = try scratch.write(Image.waves(4, 4), as: "a.png")
    try #require(chmod(input, 0) == 0)
    // The superuser may read everything.
    if access(input, R_OK) != 0 { try expect(74, ["encode", input], in: scratch, names: input) }
  }

  @Test func namesCannotBreakTheLine() throws {
    let outcome = try Tool.run("info", "/none/a\nb\u{1B}[2Jc")
    #expect(outcome.status == 66)
    #expect(outcome.errors.hasPrefix("codec: /none/a?b?[2Jc: "))
    #expect(outcome.errorLines.count == 1)
  }

  @Test func helpAndVersionAreNoFailures() throws {
    for arguments in [["--help"], ["encode", "--help"], ["help", "decode"]] {
      let outcome = try Tool.run(arguments)
      #expect(outcome.status == 0)
      #expect(outcome.errors.isEmpty)
      for status in ["64", "65", "66", "69", "73", "74", "76", "77"] {
        #expect(outcome.text.contains("  \(status)  "))
      }
    }
    #expect(try Tool.run("--version").status == 0)
  }
}
