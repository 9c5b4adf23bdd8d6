import Media
import Testing

struct LosslessTests {
  @Test(arguments: RoundTripTests.kinds) func picturesComeBackExactly(channels: Channels, depth: Int) throws {
    let scratch = try Scratch()
    var original = Image.waves(43, 29, channels, depth: depth)
    original.metadata.gamma = 45455
    original.metadata.icc = (0..<300).map { UInt8($0 & 255) }
    try scratch.write(original, as: "a.png")
    let encoded = try Tool.run("encode", "--lossless", "--verify", scratch / "a.png")
    #expect(encoded.status == 0, "\(encoded.errors)")
    #expect(try Tool.run("test", scratch / "a.cdc").status == 0)
    let info = try Tool.run("info", scratch / "a.cdc")
    #expect(String(decoding: info.output, as: UTF8.self).contains("without loss"))
    #expect(try Tool.run("decode", scratch / "a.cdc", "-o", scratch / "b.png").status == 0)
    #expect(try scratch.image("b.png") == scratch.image("a.png"))
  }

  @Test func optionsOfLatentsAreRefused() throws {
    let scratch = try Scratch()
    let input = try scratch.write(.waves(9, 9), as: "a.png")
    for options in [["-q", "90"], ["--step", "4"], ["--model", "picture"], ["--entropy", "classes"]] {
      #expect(try Tool.run(["encode", "--lossless", input] + options).status == 64)
    }
    #expect(try Tool.run("encode", "--lossless", input).status == 0)
    #expect(try Tool.run("decode", scratch / "a.cdc", "--channels", "2", "-f").status == 64)
  }
}
