import Bytes
import Container
import Media
import TestSupport
import Testing

@testable import Codecs

/// Damaged files of pictures without loss are refused, or decode to a picture of the size that they say.
struct LosslessHostileTests {
  static func smallFile(depth: Int = 8) throws -> [UInt8] {
    try LosslessImageCodec.encode(SamplePictures.make(width: 24, height: 17, channels: .rgba, depth: depth))
  }

  @Test func everyFlipAndTruncation() throws {
    let bytes = try Self.smallFile()
    for index in bytes.indices {
      for flip: UInt8 in [0x01, 0xFF] {
        var broken = bytes
        broken[index] ^= flip
        #expect(throws: CodecError.self) { try LosslessImageCodec.decode(broken) }
      }
      #expect(throws: CodecError.self) { try LosslessImageCodec.decode(Array(bytes[..<index])) }
    }
  }

  /// Under correct checksums: the coder's state finds what the samples cannot.
  @Test(arguments: [8, 16]) func damagedPayloads(depth: Int) throws {
    let container = try Container(parsing: Self.smallFile(depth: depth))
    var random = SeededRandom(4)
    let group = try #require(container.groups.first)
    for index in 0..<group.payload.count {
      var payload = Array(group.payload)
      payload[index] ^= UInt8(1 + random.next(below: 255))
      for payload in [payload, Array(payload[..<index])] {
        let broken = Container(
          header: container.header,
          groups: [Container.Group(payload: payload, finalState: group.finalState)])
        #expect(throws: CodecError.self) { try LosslessImageCodec.decode(broken.serialized()) }
      }
    }
  }

  @Test func damagedParameters() throws {
    let container = try Container(parsing: Self.smallFile())
    let good = container.header.parameters
    let cases: [[UInt8]] = [
      [], good + [0], Array(good.dropLast()), [0, 0, 0, 0] + good.dropFirst(4),
      Array(good[..<8]) + [5] + good[9...], Array(good[..<9]) + [12] + good[10...],
      Array(good[..<10]) + [0, 0] + good[12...], Array(good[..<10]) + [0, 1] + good[12...],
      Array(good[..<12]) + [7], Array(good[..<12]) + [12], [255, 255, 255, 255] + good.dropFirst(4),
      // A huge picture and no data for it.
      [0, 0x40, 0, 0, 0, 0x40, 0, 0] + good.dropFirst(8),
    ]
    for parameters in cases {
      let header = Container.Header(
        codec: "lossless", modelDigest: container.header.modelDigest, parameters: parameters)
      #expect(throws: CodecError.self) {
        try LosslessImageCodec.decode(Container(header: header, groups: container.groups).serialized())
      }
    }
  }

  @Test func otherCodecs() throws {
    let container = try Container(parsing: Self.smallFile())
    for (name, digest) in [
      ("lossless", [UInt8](repeating: 1, count: 16)), ("picture", .init(repeating: 0, count: 16)),
    ] {
      let header = Container.Header(
        codec: name, modelDigest: digest, parameters: container.header.parameters)
      let other = Container(header: header, groups: container.groups).serialized()
      #expect {
        try LosslessImageCodec.decode(other)
      } throws: { error in
        if case .missingModel? = error as? CodecError { true } else { false }
      }
    }
  }
}
