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
    let container = try Container(parsing: bytes, limits: limits)
    let identity = ModelIdentity(name: container.header.codec, digest: container.header.modelDigest)
    guard identity == model.identity else {
      throw CodecError.missingModel(
        "the file needs model \(identity.name) with digest \(identity.hexadecimal)")
    }
    let parameters = try ImageParameters(parsing: container.header.parameters, limits: limits)
    guard container.groups.count == parameters.groupCount else {
      throw CodecError.corruptData(
        "GRPS: \(container.groups.count) groups, the picture has \(parameters.groupCount)")
    }
    let entropy = try model.entropyModel(digest: parameters.circuit)
    latents = try LatentGroups(parameters.groups, model: model, entropy: entropy)
      .decode(container.groups, parameters, threads: threads)
    metadata = Metadata(container)
  }
}
