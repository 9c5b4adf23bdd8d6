import Bytes
import Container
import Media

/// The facts of a `.cdc` sound that stand in its header and tables.
public struct SoundFileSummary: Sendable {
  public let identity: ModelIdentity
  public let properties: AudioProperties
  public let frameCount: Int
  /// Frames of every group but the last.
  public let groupFrames: Int
  /// Payload of each group.
  public let groupBytes: [Int]
  /// What the groups are coded with, where their codec has a choice.
  public let entropy: EntropyChoice?
  /// Of files of consistency models.
  public let consistency: ConsistencyParameters?
  public let metadataChunks: [(type: String, bytes: Int)]
  public let fileBytes: Int

  /// What a file says of itself; nothing is decoded, and the groups are not read.
  ///
  /// Throws `corruptData`, `limitExceeded`, `unsupported` and `inputOutput`.
  public init(_ source: any ByteSource, limits: Limits = .standard) throws(CodecError) {
    let container = try ContainerReader(source, limits: limits)
    try self.init(container, try SoundParameters(parsing: container.header.parameters, limits: limits))
  }

  init(_ container: ContainerReader, _ parameters: SoundParameters) throws(CodecError) {
    identity = ModelIdentity(name: container.header.codec, digest: container.header.modelDigest)
    entropy = try SoundCodecs.entropy(container.header.codec, parameters)
    consistency =
      SoundCodecs.consistencyNames.contains(identity.name)
      ? try ConsistencyParameters(parsing: parameters.codec) : nil
    properties = parameters.properties
    frameCount = parameters.frameCount
    groupFrames = parameters.groupFrames
    groupBytes = container.groupBytes
    metadataChunks = container.optionalChunks.map { (type: $0.type, bytes: $0.payload.count) }
    fileBytes = container.fileBytes
  }

  /// Length in seconds.
  public var seconds: Double { Double(frameCount) / Double(properties.sampleRate) }
}
