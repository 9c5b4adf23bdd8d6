import Container
import EntropyCoding

/// Where the bits of a picture's file went.
public struct BitBudget: Sendable {
  /// All latents that one plane of the entropy model codes, over all groups.
  public struct Plane: Sendable {
    /// A band and colour of a pyramid, or a channel.
    public let name: String
    public internal(set) var latents = 0
    /// The ideal code length under the entropy model.
    public internal(set) var length = CodeLength()
  }

  /// In coding order; those without latents are left out.
  public let planes: [Plane]
  /// Of the alpha plane; nil without one.
  public let alpha: CodeLength?
  /// Payloads of all groups.
  public let groupBytes: Int
  /// Chunks of metadata, with their frames.
  public let metadataBytes: Int
  public let fileBytes: Int

  /// Latents of all planes.
  public var latents: Int { planes.reduce(0) { $0 + $1.latents } }

  /// What the latents cost, but not alpha: the negative logarithm of their probability, to base 2.
  public var latentBits: Double { planes.reduce(0) { $0 + $1.length.bits } }

  /// The ideal length of everything in the groups.
  public var idealBits: Double { latentBits + (alpha?.bits ?? 0) }

  /// What the groups have beyond the ideal: the ends of range coders, of either sign and at most 8 bytes each, and the
  /// lengths of latents before alpha.
  public var coderBits: Double { 8 * Double(groupBytes) - idealBits }

  /// Signature, header, table of groups, frames of chunks.
  public var headerBytes: Int { fileBytes - groupBytes - metadataBytes }
}

extension ImageFile {
  /// Where the bits of a file went, which must be whole. Decodes its latents.
  /// - Throws: as `init(parsing:model:limits:threads:)`.
  public static func bitBudget(of bytes: [UInt8], model: Model, threads: Int = 1) throws -> BitBudget {
    let file = try ImageFile(parsing: bytes, model: model, threads: threads)
    let summary = try ImageFileSummary(parsing: bytes)
    let header = try Container.Header(peeking: Array(bytes.prefix(Container.Header.maximumPrefixBytes)))
    let parameters = try ImageParameters(parsing: header.parameters, limits: .standard)
    let entropy = try model.entropyModel(digest: parameters.circuit)
    let (planes, alpha) = try LatentGroups(parameters.groups, model: model, entropy: entropy)
      .codeLengths(file.latents, threads: threads)
    return BitBudget(
      planes: planes, alpha: alpha, groupBytes: summary.groupBytes.reduce(0, +),
      metadataBytes: summary.metadataChunks.reduce(0) { $0 + 12 + $1.bytes }, fileBytes: bytes.count)
  }
}

extension LatentGrid {
  /// What people call the latents of one plane model.
  func planeName(_ model: Int, modelColours: Int) -> String {
    guard case .pyramid(let levels) = self else { return "channel \(model)" }
    let (band, colour) = model.quotientAndRemainder(dividingBy: modelColours)
    guard band > 0 else { return "level \(levels) low colour \(colour)" }
    let orientation = ["LH", "HL", "HH"][(band - 1) % 3]
    return "level \(levels - (band - 1) / 3) \(orientation) colour \(colour)"
  }
}

extension CodeLength {
  public var bits: Double { Double(units) / Double(Self.unitsPerBit) }
}
