/// The facts of a `.cdc` picture that stand in its header and tables.
public struct ImageFileSummary: Sendable {
  public let identity: ModelIdentity
  public let picture: PictureDescription
  public let step: Float
  /// What the latents are coded with.
  public let entropy: EntropyChoice
  /// Payload of each group.
  public let groupBytes: [Int]
  public let metadataChunks: [(type: String, bytes: Int)]
  public let fileBytes: Int
}
