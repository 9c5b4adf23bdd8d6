import Bytes

/// A `.cdc` file: what codes it, groups of coded bytes that can be decoded apart, and metadata.
///
/// The container knows nothing of codecs: `header.parameters` and every group's payload are opaque here. FORMAT.md
/// is the normative description. All parts of a value are valid by construction, so writing cannot fail; bytes
/// from outside enter through `init(parsing:limits:tolerateDamagedGroups:)` only.
///
/// ```
/// 89 'C' 'D' 'C' │ HEAD │ optional chunks … │ GRPS │ DATA
/// ```
public struct Container: Equatable, Sendable {
  /// The four bytes every file begins with.
  public static let signature: [UInt8] = [0x89, 0x43, 0x44, 0x43]

  /// The codec, its model and its parameters.
  public let header: Header
  /// The coded groups, in file order.
  public let groups: [Group]
  /// Metadata and other chunks that a reader may skip, in file order.
  public let optionalChunks: [Chunk]

  /// A container of valid parts.
  public init(header: Header, groups: [Group], optionalChunks: [Chunk] = []) {
    self.header = header
    self.groups = groups
    self.optionalChunks = optionalChunks
  }

  /// Whether bytes begin as a `.cdc` file does. A prefix of four bytes is enough.
  public static func recognizes(_ bytes: some Sequence<UInt8>) -> Bool {
    bytes.starts(with: signature)
  }

  /// The payload of the first optional chunk that holds this metadata, if there is one.
  public func metadata(_ metadata: Chunk.Metadata) -> [UInt8]? {
    optionalChunks.first { $0.type == metadata.rawValue }?.payload
  }
}
