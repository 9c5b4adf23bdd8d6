import Media
import Testing

struct ReportTests {
  /// Numbers and texts by name, from one line of JSON without nesting.
  private func members(_ line: Substring) -> [String: String] {
    let pairs = line.dropFirst().dropLast().split(separator: ",").map {
      $0.split(separator: ":", maxSplits: 1)
    }
    return Dictionary(uniqueKeysWithValues: pairs.map { ($0[0].filter { $0 != "\"" }, String($0[1])) })
  }

  @Test func conversionsAreReportedInJSON() throws {
    let scratch = try Scratch()
    let input = try scratch.write(Image.waves(40, 30), as: "a.png")
    let coded = scratch / "a.cdc"
    let encoded = try Tool.run("encode", input, "--json", "--step", "12.5")
    let decoded = try Tool.run("decode", coded, "-o", scratch / "b.png", "--json", "--quiet")
    #expect(decoded.errors.isEmpty)
    let bytes = try Scratch.read(coded).count
    for (outcome, names) in [(encoded, (input, coded)), (decoded, (coded, scratch / "b.png"))] {
      #expect(outcome.text.split(separator: "\n").count == 1)
      let report = members(Substring(outcome.text.dropLast()))
      #expect(
        Set(report.keys) == [
          "input", "output", "bytes", "width", "height", "bpp", "seconds", "megapixels_per_second", "model",
          "step",
        ])
      #expect(report["input"] == "\"\(names.0)\"" && report["output"] == "\"\(names.1)\"")
      #expect(report["bytes"] == "\(bytes)" && report["width"] == "40" && report["height"] == "30")
      #expect(report["bpp"] == "\(Double(8 * bytes) / 1200)")
      #expect(report["model"] == "\"picture\"" && report["step"] == "12.5")
      #expect(try #require(report["seconds"].flatMap(Double.init)) > 0)
    }
  }

  @Test func conversionsAreReportedToPeople() throws {
    let scratch = try Scratch()
    let input = try scratch.write(Image.waves(40, 30), as: "a.png")
    let outcome = try Tool.run("encode", input)
    #expect(outcome.output.isEmpty)
    #expect(outcome.errors.hasPrefix("\(input) → \(scratch / "a.cdc")  40x30  "))
    #expect(outcome.errors.hasSuffix(" MPix/s\n") && outcome.errorLines.count == 1)
    #expect(!outcome.errors.contains("\u{1B}"))
    #expect(try Tool.run("encode", input, "--force", "--quiet").errors.isEmpty)
    let skipped = try Tool.run("encode", input, "--skip-existing", "--json")
    #expect(skipped.text == "{\"input\":\"\(input)\",\"output\":\"\(scratch / "a.cdc")\",\"skipped\":true}\n")
  }

  @Test func infoTellsWhatTheFileHolds() throws {
    let scratch = try Scratch()
    let bytes = try Coded.file(of: .waves(17, 11, .grayAlpha, depth: 16))
    let input = try scratch.write(bytes, as: "a \"b\".cdc")
    let json = try Tool.run("info", "--json", input).text
    for part in [
      "{\"file\":\"\(scratch.path)/a \\\"b\\\".cdc\",\"bytes\":\(bytes.count),\"model\":\"picture\",\"digest\":\"",
      "\"width\":17,\"height\":11,\"channels\":2,\"depth\":16,\"step\":18.0,",
      "\"groups\":1,\"group_bytes\":[",
      "\"metadata\":[{\"type\":\"iccp\",\"bytes\":5},{\"type\":\"gama\",\"bytes\":4}]}\n",
    ] {
      #expect(json.contains(part), "\(json)")
    }
    let text = try Tool.run("info", input, input).text
    #expect(text.contains("17x11 pixels, gray and alpha, 16 bits"))
    #expect(text.contains("iccp 5 bytes, gama 4 bytes"))
    #expect(text.split(separator: "\n").count == 16)
  }

  @Test func wholeFilesAreOK() throws {
    let scratch = try Scratch()
    let (first, second) = try (
      scratch.write(Coded.file(), as: "a.cdc"), scratch.write(Coded.file(), as: "b.cdc")
    )
    let broken = try scratch.write([1], as: "c.cdc")
    let outcome = try Tool.run("test", first, broken, second)
    #expect(outcome.status == 1)
    #expect(outcome.text == "\(first): OK\n\(second): OK\n")
    #expect(outcome.errorLines.count == 1)
    #expect(try Tool.run("test", first, "--quiet").output.isEmpty)
  }

  @Test func comparisonsKnowEqualAndSmallPictures() throws {
    let scratch = try Scratch()
    let small = try scratch.write(Image.waves(8, 8), as: "small.png")
    #expect(
      try Tool.run("compare", small, small, "--json").text
        == "{\"psnr\":null,\"ssim\":null,\"msssim\":null}\n")
    let large = try scratch.write(Image.waves(180, 176), as: "large.png")
    #expect(
      try Tool.run("compare", large, large, "--json").text == "{\"psnr\":null,\"ssim\":1.0,\"msssim\":1.0}\n")
    #expect(
      try Tool.run("compare", large, large).text == "PSNR     equal\nSSIM     1.00000\nMS-SSIM  1.00000\n")
  }

  @Test func grayIsComparedWithColour() throws {
    let scratch = try Scratch()
    let gray = Image(width: 2, height: 1, channels: .gray, samples: .eight([10, 200]))
    let colour = Image(width: 2, height: 1, channels: .rgb, samples: .eight([10, 10, 10, 200, 200, 201]))
    let names = try (scratch.write(gray, as: "gray.png"), scratch.write(colour, as: "colour.png"))
    let forth = try Tool.run("compare", names.0, names.1)
    #expect(forth.text.hasPrefix("PSNR     55.91 dB\n"))
    #expect(try Tool.run("compare", names.1, names.0).text == forth.text)
  }

  @Test func picturesStandSideBySide() throws {
    let scratch = try Scratch()
    let left = Image(width: 1, height: 2, channels: .grayAlpha, samples: .eight([50, 255, 9, 0]))
    let right = Image(width: 1, height: 2, channels: .rgba, samples: .eight([1, 2, 3, 255, 4, 5, 6, 255]))
    let names = try (scratch.write(left, as: "l.png"), scratch.write(right, as: "r.png"))
    let output = scratch / "both.png"
    #expect(try Tool.run("compare", names.0, names.1, "--side-by-side", output).status == 0)
    let both = try scratch.image("both.png")
    #expect(both.width == 10 && both.height == 2 && both.channels == .rgb)
    let gap = [UInt8](repeating: 255, count: 24)
    #expect(both.samples == .eight([50, 50, 50] + gap + [1, 2, 3] + [255, 255, 255] + gap + [4, 5, 6]))
    #expect(try Tool.run("compare", names.0, names.1, "--side-by-side", output).status == 73)
    #expect(try Tool.run("compare", names.0, names.1, "--side-by-side", names.0, "--force").status == 73)
    #expect(try Tool.run("compare", names.0, names.1, "--side-by-side", output, "--force").status == 0)
  }

  @Test func modelsAreListed() throws {
    let list = try Tool.run("models")
    #expect(list.status == 0 && list.text.hasPrefix("picture\n"))
    #expect(try Tool.run("models", "list").text == list.text)
    let shown = try Tool.run("models", "show", "picture").text
    #expect(shown.hasPrefix("name     picture\ndigest   "))
  }
}
