import Bytes
import Codecs
import Container
import Media
import Testing

/// `decode --partial`: what is left of damaged and cut pictures.
struct PartialTests {
  /// Two groups, the first 544 pixels wide.
  private func file() throws -> [UInt8] { try Coded.file(of: .waves(1100, 40)) }

  @Test func lostGroups() throws {
    let scratch = try Scratch()
    var bytes = try file()
    let last = try #require(Container(parsing: bytes).groups.last?.payload.count)
    bytes[bytes.count - 4 - last / 2] ^= 0x20
    let input = try scratch.write(bytes, as: "a.cdc")
    let refused = try Tool.run("decode", input, "-o", scratch / "a.png")
    #expect(refused.status == 65 && scratch.names() == ["a.cdc"])
    let outcome = try Tool.run("decode", "--partial", input, "-o", scratch / "a.png", "--quiet")
    #expect(outcome.status == 1 && outcome.output.isEmpty)
    let line =
      "codec: \(input): pixels 544 to 1099 across, 0 to 39 down are lost; they are filled in from what is around\n"
    #expect(outcome.errors == line)
    let (filled, whole) = (try scratch.image("a.png"), try decoded(file()))
    #expect(filled.metadata == whole.metadata && filled.samples.count == whole.samples.count)
    // Far from the border nothing is changed.
    let kept = 400 * 3
    #expect(try samples(filled).prefix(kept) == samples(whole).prefix(kept))
    #expect(try samples(filled) != samples(whole))
    // The same again, on any number of threads, and told to programs.
    let again = try Tool.run(
      "decode", "--partial", input, "-o", scratch / "b.png", "-j", "2", "--json", "--quiet")
    #expect(again.status == 1 && again.text.contains("\"damaged_groups\":1}"))
    #expect(try Scratch.read(scratch / "a.png") == Scratch.read(scratch / "b.png"))
  }

  @Test func cutGroups() throws {
    let scratch = try Scratch()
    let bytes = try file()
    let last = try #require(Container(parsing: bytes).groups.last?.payload.count)
    let input = try scratch.write(Array(bytes.dropLast(4 + last / 2)), as: "a.cdc")
    let outcome = try Tool.run("decode", "--partial", input, "--quiet")
    #expect(outcome.status == 1)
    #expect(
      outcome.errors
        == "codec: \(input): pixels 544 to 1099 across, 0 to 39 down are coarse: the file ends in them\n")
    #expect(try scratch.image("a.png").width == 1100)
    // Whole files among damaged ones, and files of which nothing is left.
    let whole = try scratch.write(bytes, as: "b.cdc")
    #expect(try Tool.run("decode", "--partial", whole, "--quiet").status == 0)
    let both = try Tool.run("decode", "--partial", "--quiet", "-f", input, whole)
    #expect(both.status == 1 && both.errorLines.count == 1)
    let none = try scratch.write(Array(bytes.prefix(60)), as: "c.cdc")
    #expect(try Tool.run("decode", "--partial", none).status == 65)
    #expect(scratch.names() == ["a.cdc", "a.png", "b.cdc", "b.png", "c.cdc"])
  }

  private func decoded(_ bytes: [UInt8]) throws -> Image {
    let model = try ModelStore.model(ImageFile.identity(of: bytes))
    let file = try ImageFile(parsing: bytes, model: model)
    var image = try WaveletImageCodec(model: model).synthesize(file.latents, threads: 1)
    image.metadata = file.metadata
    return image
  }

  private func samples(_ image: Image) throws -> [UInt8] {
    guard case .eight(let samples) = image.samples else { throw CodecError.unsupported("16 bits") }
    return samples
  }
}
