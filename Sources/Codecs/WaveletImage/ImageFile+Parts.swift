import Bytes
import Container

extension ImageFile {
  /// A file taken apart and checked, no group decoded.
  struct Parts {
    let container: Container
    let parameters: ImageParameters
    let groups: LatentGroups

    init(_ container: Container, model: Model, limits: Limits) throws(CodecError) {
      self.container = container
      let identity = ModelIdentity(name: container.header.codec, digest: container.header.modelDigest)
      guard identity == model.identity else {
        throw .missingModel("the file needs model \(identity.name) with digest \(identity.hexadecimal)")
      }
      parameters = try ImageParameters(parsing: container.header.parameters, limits: limits)
      guard container.groups.count == parameters.groupCount else {
        throw .corruptData("GRPS: \(container.groups.count) groups, the picture has \(parameters.groupCount)")
      }
      let entropy = try model.entropyModel(digest: parameters.circuit)
      groups = LatentGroups(parameters.groups, model: model, entropy: entropy)
    }
  }
}
