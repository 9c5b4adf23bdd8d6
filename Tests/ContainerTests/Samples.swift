import Bytes
import Container

/// Files the tests share, and the means to build broken ones.
enum Samples {
  static let digest = [UInt8](0..<16)

  /// The example of FORMAT.md.
  static let example = Container(
    header: .init(codec: "picture", modelDigest: digest, parameters: [0x2a]),
    groups: [
      .init(payload: [1, 2, 3], finalState: 0x00C0_FFEE), .init(payload: [4], finalState: 0x8000_0000),
    ],
    optionalChunks: [.init(.gamma, payload: [0x8f, 0xb1, 0, 0])])

  /// The payload of a valid HEAD.
  static let head: [UInt8] = [1, 1, UInt8(ascii: "x")] + digest

  /// A chunk, made here without the module's own writer.
  static func chunk(_ type: String, _ payload: [UInt8]) -> [UInt8] {
    var writer = ByteWriter()
    writer.write(type.utf8)
    writer.write(UInt32(payload.count))
    writer.write(payload)
    writer.write(CRC32.checksum(Array(type.utf8) + payload))
    return writer.bytes
  }

  /// A group table of (length, CRC-32, final state).
  static func table(count: UInt32, _ entries: [(UInt32, UInt32, UInt32)]) -> [UInt8] {
    var writer = ByteWriter()
    writer.write(count)
    for (length, checksum, state) in entries {
      writer.write(length)
      writer.write(checksum)
      writer.write(state)
    }
    return writer.bytes
  }

  /// The signature and these chunks.
  static func file(_ chunks: [UInt8]...) -> [UInt8] { Container.signature + chunks.flatMap { $0 } }

  static let noGroups = chunk("GRPS", table(count: 0, []))
  static let noData = chunk("DATA", [])
}

/// The error of parsing, or nil.
func parsingError(
  _ bytes: [UInt8], limits: Limits = .standard, tolerant: Bool = false
) -> CodecError? {
  do {
    _ = try Container(parsing: bytes, limits: limits, tolerateDamagedGroups: tolerant)
    return nil
  } catch {
    return error
  }
}

extension CodecError? {
  var isCorruptData: Bool { if case .corruptData = self { true } else { false } }
  var isUnsupported: Bool { if case .unsupported = self { true } else { false } }
  var isLimitExceeded: Bool { if case .limitExceeded = self { true } else { false } }
}
