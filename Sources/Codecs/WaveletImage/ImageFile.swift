import Bytes
import Container
import Media

/// A picture as a `.cdc` file: latents and the metadata of the original.
public struct ImageFile: Equatable, Sendable {
  public var latents: LatentTensor
  public var metadata: Metadata

  public init(latents: LatentTensor, metadata: Metadata = Metadata()) {
    self.latents = latents
    self.metadata = metadata
  }

  /// The bytes of the file. The same at any number of threads. Throws `missingModel` for latents of another model.
  public func serialized(
    model: Model, entropy: EntropyChoice = .circuit, threads: Int = 1
  ) throws -> [UInt8] {
    guard latents.model == model.identity else {
      throw CodecError.missingModel("latents of model \(latents.model.name), not of \(model.identity.name)")
    }
    let (entropyModel, digest) = model.entropyModel(entropy)
    let parameters = ImageParameters(picture: latents.picture, step: latents.step, circuit: digest)
    let groups = try LatentGroups(parameters.groups, model: model, entropy: entropyModel)
      .encode(latents, threads: threads)
    let header = Container.Header(
      codec: model.identity.name, modelDigest: model.identity.digest, parameters: parameters.serialized())
    return Container(header: header, groups: groups, optionalChunks: metadata.chunks).serialized()
  }

  /// Which model a file needs; reads the header only.
  public static func identity(of bytes: [UInt8]) throws(CodecError) -> ModelIdentity {
    let header = try Container.Header(peeking: Array(bytes.prefix(Container.Header.maximumPrefixBytes)))
    return ModelIdentity(name: header.codec, digest: header.modelDigest)
  }

  /// Reads a file and decodes its latents. Throws `corruptData`, `limitExceeded`, `unsupported`, and
  /// `missingModel` if the file was made with another model.
  public init(parsing bytes: [UInt8], model: Model, limits: Limits = .standard, threads: Int = 1) throws {
    let parts = try Parts(Container(parsing: bytes, limits: limits), model: model, limits: limits)
    latents = try parts.groups.decode(parts.container.groups, parts.parameters, threads: threads)
    metadata = Metadata(parts.container)
  }

  /// A group that was damaged.
  public struct Damage: Equatable, Sendable {
    public let rectangle: PixelRectangle
    /// Whether the file ends in the group and its start is there: then it is coarse, or else made up.
    public let isCoarse: Bool
  }

  /// Reads what is left of a damaged or cut file.
  ///
  /// Lost latents are filled with the most probable ones given what is around: low bands go on as the entropy model
  /// predicts them, details are zero. The same at any number of threads.
  /// - Returns: the file, and the groups that are damaged, in order; at least one is not.
  /// - Throws: as `init(parsing:model:limits:threads:)`, unless groups alone are damaged; `corruptData` if nothing is left.
  public static func recovered(
    from bytes: [UInt8], model: Model, limits: Limits = .standard, threads: Int = 1
  ) throws -> (file: ImageFile, damage: [Damage]) {
    let container = try Container(
      parsing: bytes, limits: limits, tolerateDamagedGroups: true, tolerateCut: true)
    let parts = try Parts(container, model: model, limits: limits)
    var known = [KnownLatents?](repeating: nil, count: container.groups.count)
    var latents = try known.withUnsafeMutableBufferPointer { known in
      // Every group writes to its own place.
      nonisolated(unsafe) let known = known
      return try parts.groups.decode(container.groups, parts.parameters, threads: threads) { known[$0] = $1 }
    }
    guard known.contains(where: { $0?.areAny ?? true }) else {
      throw CodecError.corruptData("DATA: nothing is left of any group")
    }
    try parts.groups.complete(&latents, damaged: known, threads: threads)
    let damage = zip(parts.groups.grid.rectangles, known).compactMap { rectangle, known in
      known.map { Damage(rectangle: rectangle, isCoarse: $0.areAny) }
    }
    return (ImageFile(latents: latents, metadata: Metadata(container)), damage)
  }
}
