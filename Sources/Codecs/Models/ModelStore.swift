import Bytes
import Media
import ModelData

/// Where models come from: the ones built into the program, and files somebody gives.
public enum ModelStore {
  /// Names of the built-in models of pictures, the default first.
  public static var names: [String] { names(of: model_of_pictures) }

  /// Names of the built-in models of sounds.
  public static var soundNames: [String] { names(of: model_of_sounds) }

  /// Names of the built-in consistency models of sounds.
  public static var consistencyNames: [String] { names(of: model_of_consistency) }

  private static func names(of medium: some BinaryInteger) -> [String] {
    (0..<model_count()).filter { model_medium($0) == medium }.map { String(cString: model_name($0)) }
  }

  /// A built-in model by name. Throws `missingModel`.
  ///
  /// - Parameter entropy: with `classes` the circuit is not so much as read: what learns another one must not depend on
  ///   how it was.
  public static func model(
    named name: String, entropy: EntropyChoice = .circuit
  ) throws(CodecError) -> Model {
    var files = try files(named: name)
    if entropy == .classes { files.circuit = nil }
    return try Model(files)
  }

  /// `model`, or for a gray picture the one that it names for them. Throws `missingModel`.
  public static func model(_ model: Model, for channels: Channels) throws(CodecError) -> Model {
    guard channels.colourCount == 1, let name = model.grayModel else { return model }
    return try self.model(named: name)
  }

  /// The built-in model that a file was made with. Throws `missingModel` unless name and digest agree.
  public static func model(_ identity: ModelIdentity) throws(CodecError) -> Model {
    let files = try files(named: identity.name)
    guard files.digest == identity.digest else {
      throw .missingModel(
        "the file needs model \(identity.name) with digest \(identity.hexadecimal); "
          + "this program has another version of it")
    }
    return try Model(files)
  }

  static func files(named name: String) throws(CodecError) -> Model.Files {
    guard let index = (0..<model_count()).first(where: { String(cString: model_name($0)) == name }) else {
      let known = names + soundNames + consistencyNames
      throw .missingModel("no model \(name); there are \(known.joined(separator: ", "))")
    }
    func file(_ kind: Int32) -> [UInt8] {
      var count = 0
      let bytes = model_file(index, kind, &count)
      return Array(UnsafeBufferPointer(start: bytes, count: count))
    }
    let circuit = file(3)
    return Model.Files(
      description: file(0), weights: file(1), entropy: file(2), circuit: circuit.isEmpty ? nil : circuit)
  }
}
