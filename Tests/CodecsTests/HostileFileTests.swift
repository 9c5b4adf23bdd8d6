import Bytes
import Container
import Media
import TestSupport
import Testing

@testable import Codecs

struct HostileFileTests {
  static func smallFile() throws -> (bytes: [UInt8], model: Model) {
    let model = try ModelStore.model(named: "picture")
    let image = SamplePictures.make(width: 24, height: 17, channels: .rgba)
    let latents = try WaveletImageCodec(model: model).analyze(image, .init(step: 30))
    return (try ImageFile(latents: latents).serialized(model: model), model)
  }

  @Test func everyFlippedByte() throws {
    let (bytes, model) = try Self.smallFile()
    for index in bytes.indices {
      for flip: UInt8 in [0x01, 0x80, 0xFF] {
        var broken = bytes
        broken[index] ^= flip
        #expect(throws: CodecError.self) { try ImageFile(parsing: broken, model: model) }
      }
    }
  }

  @Test func everyTruncation() throws {
    let (bytes, model) = try Self.smallFile()
    for length in bytes.indices {
      #expect(throws: CodecError.self) { try ImageFile(parsing: Array(bytes[..<length]), model: model) }
    }
  }

  /// Damage under correct checksums: header values and payloads that only the codec can refuse.
  @Test func damageUnderCorrectChecksums() throws {
    let (bytes, model) = try Self.smallFile()
    let container = try Container(parsing: bytes)
    func rebuilt(_ parameters: [UInt8], groups: [Container.Group]? = nil) -> [UInt8] {
      let header = Container.Header(
        codec: container.header.codec, modelDigest: container.header.modelDigest, parameters: parameters)
      return Container(header: header, groups: groups ?? container.groups).serialized()
    }
    let parameters = container.header.parameters
    let huge: [UInt8] = [0, 0, 1, 0]
    var random = SeededRandom(3)
    let cases: [([UInt8], (CodecError) -> Bool)] = [
      (huge + huge + parameters.dropFirst(8), { if case .limitExceeded = $0 { true } else { false } }),
      (
        [255, 255, 255, 255] + parameters.dropFirst(4),
        { if case .limitExceeded = $0 { true } else { false } }
      ),
      ([0, 0, 0, 0] + parameters.dropFirst(4), { if case .corruptData = $0 { true } else { false } }),
      (Array(parameters.dropLast()), { if case .corruptData = $0 { true } else { false } }),
      (parameters + [0], { if case .corruptData = $0 { true } else { false } }),
    ]
    for (parameters, expected) in cases {
      #expect {
        try ImageFile(parsing: rebuilt(parameters), model: model)
      } throws: { error in
        (error as? CodecError).map(expected) ?? false
      }
    }
    for group in container.groups {
      for index in group.payload.indices {
        var payload = Array(group.payload)
        payload[index - group.payload.startIndex] ^= UInt8(1 + random.next(below: 255))
        let broken = rebuilt(
          parameters, groups: [Container.Group(payload: payload, finalState: group.finalState)])
        #expect(throws: CodecError.self) { try ImageFile(parsing: broken, model: model) }
      }
    }
  }

  @Test func otherModels() throws {
    let (bytes, model) = try Self.smallFile()
    let container = try Container(parsing: bytes)
    var digest = container.header.modelDigest
    digest[0] ^= 1
    let header = Container.Header(
      codec: container.header.codec, modelDigest: digest, parameters: container.header.parameters)
    let other = Container(header: header, groups: container.groups).serialized()
    for action in [
      { _ = try ImageFile(parsing: other, model: model) },
      { _ = try ModelStore.model(ImageFile.identity(of: other)) },
      { _ = try ModelStore.model(named: "nobody") },
    ] {
      #expect {
        try action()
      } throws: { error in
        if case .missingModel? = error as? CodecError { true } else { false }
      }
    }
  }
}
