import Media
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

struct OutputTests {
  @Test func whatExistsIsReplacedOnRequestOnly() throws {
    let scratch = try Scratch()
    let input = try scratch.write(Image.waves(8, 8), as: "a.png")
    let target = try scratch.write([1, 2, 3], as: "a.cdc")
    let refused = try Tool.run("encode", input)
    #expect(refused.status == 73)
    #expect(refused.errors == "codec: \(target): exists; --force replaces it\n")
    #expect(try Scratch.read(target) == [1, 2, 3])
    #expect(try Tool.run("encode", input, "--skip-existing").status == 0)
    #expect(try Scratch.read(target) == [1, 2, 3])
    #expect(try Tool.run("encode", input, "--force", "--skip-existing").status == 64)
    #expect(try Tool.run("encode", input, "--force").status == 0)
    #expect(try Scratch.read(target).count > 80)
    #expect(scratch.names() == ["a.cdc", "a.png"])
  }

  @Test func theInputIsNeverReplaced() throws {
    let scratch = try Scratch()
    let input = try scratch.write(Image.waves(8, 8), as: "a.png")
    let before = try Scratch.read(input)
    try #require(symlink(input, scratch / "link.png") == 0)
    for output in [input, scratch / "link.png", scratch / "./a.png"] {
      #expect(try Tool.run("encode", input, "-o", output, "--force").status == 73)
    }
    #expect(try Scratch.read(input) == before)
  }

  @Test func linksAreWrittenThrough() throws {
    let scratch = try Scratch()
    let input = try scratch.write(Image.waves(8, 8), as: "a.png")
    let target = try scratch.write([1], as: "target")
    try #require(symlink(target, scratch / "a.cdc") == 0)
    #expect(try Tool.run("encode", input).status == 73)
    #expect(try Tool.run("encode", input, "--force").status == 0)
    #expect(try Scratch.read(target).count > 80)
  }

  @Test func timeAndSecrecyAreKept() throws {
    let scratch = try Scratch()
    let input = try scratch.write(Image.waves(8, 8), as: "a.png")
    let times = [
      timespec(tv_sec: 1_000_000_000, tv_nsec: 0), timespec(tv_sec: 1_234_567_890, tv_nsec: 500_000_000),
    ]
    try #require(utimensat(AT_FDCWD, input, times, 0) == 0 && chmod(input, 0o600) == 0)
    #expect(try Tool.run("encode", input).status == 0)
    #expect(try Tool.run("decode", scratch / "a.cdc", "-o", scratch / "b.png").status == 0)
    var record = stat()
    try #require(stat(scratch / "b.png", &record) == 0)
    #if canImport(Darwin)
      let modified = record.st_mtimespec
    #else
      let modified = record.st_mtim
    #endif
    #expect(modified.tv_sec == 1_234_567_890 && modified.tv_nsec == 500_000_000)
    #expect(record.st_mode & 0o777 == 0o600)
  }

  @Test func streamsCarryFiles() throws {
    let scratch = try Scratch()
    let image = Image.waves(24, 16)
    let encoded = try Tool.run("encode", "-", input: PNGFormat().write(image))
    #expect(encoded.status == 0)
    let decoded = try Tool.run("decode", "-", "-o", "-", "--format", "ppm", input: encoded.output)
    #expect(decoded.status == 0)
    #expect(try ImageFormats.read(decoded.output).distance(to: image) < 0.04)
    #expect(try Tool.run("decode", "-", "-o", scratch / "a.pam", input: encoded.output).status == 0)
    #expect(
      try ImageFormats.read(Scratch.read(scratch / "a.pam")).samples
        == ImageFormats.read(decoded.output).samples)
    #expect(try Tool.run("test", "-", input: encoded.output).text == "standard input: OK\n")
    let piped = try Tool.shell(
      "\"$0\" encode --quiet - < \"$1\" | \"$0\" decode --quiet - | cat", scratch / "a.pam")
    #expect(piped.errors.isEmpty)
    #expect(try ImageFormats.read(piped.output).width == 24)
  }

  @Test func aReaderThatGoesAwayIsAnError() throws {
    let scratch = try Scratch()
    try scratch.write(Image.waves(256, 256), as: "a.png")
    #expect(try Tool.run("encode", scratch / "a.png").status == 0)
    let outcome = try Tool.shell(
      "{ \"$0\" decode \"$1\" -o - --format ppm; echo $? >&2; } | true", scratch / "a.cdc")
    // The reader may be gone before or after a pipe's worth of bytes, never after all of them.
    #expect(outcome.errors == "codec: standard output: \(String(cString: strerror(EPIPE)))\n74\n")
  }

  @Test func devicesAreWrittenToAndNotReplaced() throws {
    let scratch = try Scratch()
    try scratch.write(Coded.file(), as: "a.cdc")
    #expect(try Tool.run("decode", scratch / "a.cdc", "-o", "/dev/null", "--force").status == 0)
    var record = stat()
    #expect(stat("/dev/null", &record) == 0 && record.st_mode & S_IFMT == S_IFCHR)
    if access("/dev/full", W_OK) == 0 {
      let outcome = try Tool.run("decode", scratch / "a.cdc", "-o", "/dev/full")
      #expect(outcome.status == 74)
      #expect(outcome.errors == "codec: /dev/full: \(String(cString: strerror(ENOSPC)))\n")
    }
  }

  @Test func nothingIsLeftWhenTheDiskIsFull() throws {
    let scratch = try Scratch()
    let input = try scratch.write(Coded.file(of: .waves(200, 200)), as: "a.cdc")
    let outcome = try Tool.shell("ulimit -f 8; \"$0\" decode \"$1\" --format ppm", input)
    #expect(outcome.status == 74)
    #expect(outcome.errorLines.count == 1)
    #expect(scratch.names() == ["a.cdc"])
  }

  /// Wherever the signal meets it, there is either the whole picture or nothing.
  @Test func nothingIsLeftAfterASignal() throws {
    let scratch = try Scratch()
    let input = try scratch.write(Coded.file(of: .waves(800, 800, .rgba, depth: 16)), as: "a.cdc")
    for number in [SIGTERM, SIGINT] {
      let folder = try scratch.makeFolder("out\(number)")
      let streams = ["/dev/null", "/dev/null", scratch / "errors"]
      let process = try Tool.start(Tool.path, ["decode", input, "-o", folder + "/a.pam"], streams: streams)
      // Until the temporary file is there, or the final one.
      for _ in 0..<100_000 where scratch.names(in: "out\(number)").isEmpty { usleep(100) }
      kill(process, number)
      let status = try Tool.wait(for: process)
      #expect(status == -number || status == 0)
      let left = scratch.names(in: "out\(number)")
      #expect(left.isEmpty || left == ["a.pam"])
      if left == ["a.pam"] { #expect(try scratch.image("out\(number)/a.pam").width == 800) }
    }
  }
}
