import Media
import Testing

struct RoundTripTests {
  static let kinds: [(Channels, Int)] = [
    (.gray, 8), (.gray, 16), (.grayAlpha, 8), (.rgb, 8), (.rgb, 16), (.rgba, 8), (.rgba, 16),
  ]

  /// Every kind in every size, as one batch each way.
  @Test(arguments: [(1, 1), (1, 7), (17, 3), (64, 65)])
  func picturesComeBack(width: Int, height: Int) throws {
    let scratch = try Scratch()
    let folder = try scratch.makeFolder("in")
    var originals: [String: Image] = [:]
    for (channels, depth) in Self.kinds {
      let name = "\(channels)\(depth)"
      originals[name] = .waves(width, height, channels, depth: depth)
      try scratch.write(originals[name]!, as: "in/\(name).png")
    }
    let encoded = try Tool.run("encode", "-r", folder, "-o", scratch / "coded", "-q", "90", "--verify")
    #expect(encoded.status == 0, "\(encoded.errors)")
    let decoded = try Tool.run("decode", "-r", scratch / "coded", "-o", scratch / "out")
    #expect(decoded.status == 0, "\(decoded.errors)")
    for (name, original) in originals { expectNear(try scratch.image("out/\(name).png"), original, name) }
  }

  @Test func aLargePictureComesBackAtAnyNumberOfThreads() throws {
    let scratch = try Scratch()
    let original = Image.waves(769, 511)
    let input = try scratch.write(original, as: "a.png")
    for threads in ["1", "3"] {
      let coded = scratch / "\(threads).cdc"
      #expect(try Tool.run("encode", input, "-o", coded, "-j", threads).status == 0)
      #expect(try Tool.run("decode", coded, "-j", threads).status == 0)
    }
    expectNear(try scratch.image("1.png"), original, "769x511")
    #expect(try Scratch.read(scratch / "1.cdc") == Scratch.read(scratch / "3.cdc"))
    #expect(try scratch.image("1.png") == scratch.image("3.png"))
  }

  @Test(arguments: [false, true]) func palettesComeBackAsColours(isTransparent: Bool) throws {
    let scratch = try Scratch()
    let input = try scratch.write(
      PalettePNG.file(width: 64, height: 24, isTransparent: isTransparent), as: "palette.png")
    #expect(try Tool.run("encode", input, "-q", "90").status == 0)
    #expect(try Tool.run("decode", scratch / "palette.cdc", "-o", scratch / "out.png").status == 0)
    expectNear(try scratch.image("out.png"), try scratch.image("palette.png"), "palette")
  }

  @Test func metadataComeBack() throws {
    let scratch = try Scratch()
    var image = Image.waves(9, 9)
    image.metadata.icc = (0..<700).map { UInt8($0 & 255) }
    image.metadata.exif = Array("II*\0".utf8) + [8, 0, 0, 0]
    image.metadata.xmp = Array("<x/>".utf8)
    image.metadata.gamma = 45455
    image.metadata.pixelDensity = PixelDensity(horizontal: 2835, vertical: 2835, unit: .metre)
    try scratch.write(image, as: "a.png")
    #expect(try Tool.run("encode", scratch / "a.png").status == 0)
    #expect(try Tool.run("decode", scratch / "a.cdc", "-o", scratch / "b.png").status == 0)
    #expect(try scratch.image("b.png").metadata == image.metadata)
  }

  @Test func betterQualityIsNearerAndTakesMoreBytes() throws {
    let scratch = try Scratch()
    let original = Image.waves(96, 64)
    let input = try scratch.write(original, as: "a.png")
    var figures: [(bytes: Int, distance: Double)] = []
    for options in [["-q", "10"], ["--step", "18"], ["--quality", "95"]] {
      let coded = scratch / "\(figures.count).cdc"
      #expect(try Tool.run(["encode", input, "-o", coded] + options).status == 0)
      #expect(try Tool.run("decode", coded).status == 0)
      let distance = try scratch.image("\(figures.count).png").distance(to: original)
      figures.append((try Scratch.read(coded).count, distance))
    }
    for (worse, better) in zip(figures, figures.dropFirst()) {
      #expect(worse.bytes < better.bytes)
      #expect(worse.distance > better.distance)
    }
  }

  @Test(arguments: ["png", "ppm", "pam"]) func formatsAreWrittenAsAsked(format: String) throws {
    let scratch = try Scratch()
    try scratch.write(Coded.file(), as: "a.cdc")
    #expect(try Tool.run("decode", scratch / "a.cdc", "--format", format).status == 0)
    #expect(try Tool.run("decode", scratch / "a.cdc", "-o", scratch / "b.\(format)").status == 0)
    let written = try Scratch.read(scratch / "a.\(format)")
    #expect(ImageFormats.recognizing(written)?.fileExtensions == [format])
    #expect(try Scratch.read(scratch / "b.\(format)") == written)
  }

  private func expectNear(_ copy: Image, _ original: Image, _ name: String) {
    #expect(copy.width == original.width && copy.height == original.height, "\(name)")
    #expect(copy.channels == original.channels && copy.depth == original.depth, "\(name)")
    guard copy.samples.count == original.samples.count else { return }
    #expect(copy.distance(to: original) < 0.04, "\(name) \(original.width)x\(original.height)")
    #expect(copy.opacities == original.opacities, "\(name)")
  }

  /// A latent model codes colours itself and leaves gray to the model it names; fewer channels are a coarser picture.
  @Test func latentModels() throws {
    let scratch = try Scratch()
    for (name, channels) in [("gray", Channels.grayAlpha), ("rgb", .rgb)] {
      let original = Image.waves(40, 24, channels)
      let input = try scratch.write(original, as: "\(name).png")
      let encoded = try Tool.run("encode", input, "--model", "latent-16x", "-q", "90", "--json", "--quiet")
      let report = String(decoding: encoded.output, as: UTF8.self)
      #expect(report.contains(name == "gray" ? "\"latent-gray\"" : "\"latent-16x\""))
      let coded = scratch / "\(name).cdc"
      var distances: [Double] = []
      for count in ["1", "4", "1000"] {
        let out = "\(name)\(count).png"
        #expect(try Tool.run("decode", coded, "-o", scratch / out, "--channels", count).status == 0)
        let decoded = try scratch.image(out)
        #expect(decoded.channels == channels)
        distances.append(decoded.distance(to: original))
      }
      #expect(distances[0] > distances[1] && distances[1] > distances[2])
    }
    #expect(try Tool.run("decode", scratch / "rgb.cdc", "--channels", "0").status == 64)
  }
}
