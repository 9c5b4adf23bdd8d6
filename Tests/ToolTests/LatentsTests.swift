import Codecs
import Foundation
import Media
import Testing

struct LatentsTests {
  /// The integers of an array file, and its shape as its header has it.
  private static func array(_ bytes: [UInt8]) throws -> (shape: String, values: [Int16]) {
    let length = Int(bytes[8]) + 256 * Int(bytes[9])
    let header = String(decoding: bytes[10..<10 + length], as: UTF8.self)
    #expect(bytes.starts(with: [0x93] + Array("NUMPY".utf8) + [1, 0]) && (10 + length) % 64 == 0)
    #expect(header.contains("'descr': '<i2'") && header.contains("'fortran_order': False"))
    let start = try #require(header.firstIndex(of: "("))
    let values = bytes[(10 + length)...]
    let pairs = stride(from: values.startIndex, to: values.endIndex, by: 2)
    return (
      String(header[start...].prefix { $0 != ")" }.dropFirst()),
      pairs.map { Int16(bitPattern: UInt16(values[$0]) | UInt16(values[$0 + 1]) << 8) }
    )
  }

  @Test(arguments: ["picture", "latent-16x"]) func arraysHoldWhatTheFileHolds(model: String) throws {
    let scratch = try Scratch()
    let input = try scratch.write(Image.waves(97, 50), as: "a.png")
    #expect(try Tool.run("encode", input, "--model", model).status == 0)
    #expect(try Tool.run("latents", scratch / "a.cdc").status == 0)
    #expect(try Tool.run("latents", scratch / "a.cdc", "--primary", "-o", scratch / "p.npy").status == 0)
    let latents = try ImageFile(
      parsing: Scratch.read(scratch / "a.cdc"), model: ModelStore.model(named: model)
    ).latents
    let (shape, values) = try Self.array(Scratch.read(scratch / "a.npy"))
    #expect(shape == latents.shape.map(String.init).joined(separator: ", "))
    #expect(values == latents.symbols)
    let (primary, first) = try Self.array(Scratch.read(scratch / "p.npy"))
    #expect(primary.hasPrefix("\(latents.primaryChannels), "))
    #expect(first == Array(latents.primarySymbols))
  }

  @Test func failures() throws {
    let scratch = try Scratch()
    let input = try scratch.write(Image.waves(20, 10), as: "a.png")
    #expect(try Tool.run("encode", "--lossless", input).status == 0)
    #expect(try Tool.run("latents", scratch / "a.cdc").status == 64)
    #expect(try Tool.run("latents", input, "-o", scratch / "b.npy").status == 65)
    #expect(try Tool.run("encode", "--force", input).status == 0)
    #expect(try Tool.run("latents", scratch / "a.cdc").status == 0)
    #expect(try Tool.run("latents", scratch / "a.cdc").status == 73)
  }
}
