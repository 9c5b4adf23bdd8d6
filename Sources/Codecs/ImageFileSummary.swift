import Bytes
import Container

/// The facts of a `.cdc` picture that stand in its header and tables.
public struct ImageFileSummary: Sendable {
  public let identity: ModelIdentity
  public let picture: PictureDescription
  /// The quantizer's step; nil: the samples are kept as they are.
  public let step: Float?
  /// What the latents are coded with; nil where there are none.
  public let entropy: EntropyChoice?
  /// Payload of each group.
  public let groupBytes: [Int]
  public let metadataChunks: [(type: String, bytes: Int)]
  public let fileBytes: Int

  /// What a file says of itself; no model is needed and nothing is decoded.
  ///
  /// Throws `corruptData`, `limitExceeded` and `unsupported`.
  public init(parsing bytes: [UInt8], limits: Limits = .standard) throws(CodecError) {
    let container = try Container(parsing: bytes, limits: limits)
    identity = ModelIdentity(name: container.header.codec, digest: container.header.modelDigest)
    if identity.name == LosslessImageCodec.identity.name {
      picture = try LosslessParameters(parsing: container.header.parameters, limits: limits).picture
      (step, entropy) = (nil, nil)
    } else {
      let parameters = try ImageParameters(parsing: container.header.parameters, limits: limits)
      picture = parameters.picture
      step = Float(parameters.step) / 65536
      entropy = parameters.circuit == nil ? .classes : .circuit
    }
    groupBytes = container.groups.map(\.payload.count)
    metadataChunks = container.optionalChunks.map { (type: $0.type, bytes: $0.payload.count) }
    fileBytes = bytes.count
  }
}
