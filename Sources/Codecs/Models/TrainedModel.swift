import Bytes
import EntropyCoding
import Neural

/// A trained model, of pictures or of sounds, as what its latents are coded with.
protocol TrainedModel {
  var identity: ModelIdentity { get }
  /// The class model: fixed tables.
  var latents: ClassModel { get }
  /// A smaller code of the latents, and the digest of its file; not every model has one.
  var circuit: (model: LatentCircuit, digest: [UInt8])? { get }
}

extension TrainedModel {
  /// Bytes of the digest of a circuit that stand in a file.
  static var circuitDigestBytes: Int { 8 }

  /// The first bytes of the SHA-256 of a circuit file.
  static func circuitDigest(of file: [UInt8]) -> [UInt8] {
    var hash = SHA256()
    hash.update(file)
    return Array(hash.finalize().prefix(circuitDigestBytes))
  }

  /// The entropy model of a choice, and the digest that a file keeps of it: nil for the class model.
  func entropyModel(_ choice: EntropyChoice) -> (model: any LatentModel, digest: [UInt8]?) {
    guard choice == .circuit, let circuit else { return (latents, nil) }
    return (circuit.model, circuit.digest)
  }

  /// The entropy model that a file was coded with. Throws `missingModel` for a circuit that this model has not.
  func entropyModel(digest: [UInt8]?) throws(CodecError) -> any LatentModel {
    guard let digest else { return latents }
    guard let circuit, circuit.digest == digest else {
      throw .missingModel("the file needs another circuit of model \(identity.name)")
    }
    return circuit.model
  }

  static func circuit(
    _ file: [UInt8]?, classes: ClassModel
  ) throws(CodecError) -> (model: LatentCircuit, digest: [UInt8])? {
    guard let file else { return nil }
    let arrays = try SafeTensors(bytes: file)
    return (try LatentCircuit(arrays, classes: classes), circuitDigest(of: file))
  }
}

extension LatentCircuit {
  /// Reads the arrays of a circuit file.
  convenience init(_ file: SafeTensors, classes: ClassModel) throws(CodecError) {
    try self.init(
      Arrays(
        gates: file.integers("gates", of: Int16.self), means: file.integers("means", of: Int16.self),
        taps: file.integers("taps", of: Int16.self)), classes: classes)
  }
}

extension LatentCircuit.Arrays {
  /// The circuit file of `planes` plane models.
  func file(planes: Int) -> [UInt8] {
    var file = SafeTensors()
    file.add("gates", shape: [planes, gates.count / planes], gates)
    file.add("means", shape: [planes, means.count / planes], means)
    file.add("taps", shape: [planes, taps.count / planes / 4, 4], taps)
    return file.serialized()
  }
}
