import Bytes
import Codecs

/// The models of a run: the built-in ones and the one that `--model` may give.
///
/// A model is read once, however many files need it.
final class ModelChoice {
  private static let descriptionName = "model.json"

  /// From the folder of `--model`.
  private let given: Model?
  private var recent: Model?

  /// - Parameter folder: a folder with the files of a model; nil when there are only the built-in ones.
  /// - Throws: `missingModel` when a file is not there, `corruptData` when it is no model.
  init(folder: String?) throws(ToolError) {
    given = if let folder { try Self.model(inFolder: folder) } else { nil }
  }

  /// The models that are not built in.
  var others: [Model] { given.map { [$0] } ?? [] }

  /// The model that a file was made with.
  func model(_ identity: ModelIdentity) throws(CodecError) -> Model {
    for model in [given, recent] {
      if let model, model.identity == identity { return model }
    }
    guard identity.name != TableFile.codecName else {
      throw .unsupported("a table of samples; `codec circuit decompress` restores it")
    }
    let model = try ModelStore.model(identity)
    recent = model
    return model
  }

  /// The model that `--model` names: a built-in one, or a folder.
  static func model(named name: String) throws(ToolError) -> Model {
    if !ModelStore.names.contains(name), FileStatus(path: name)?.kind == .folder {
      return try model(inFolder: name)
    }
    do {
      return try ModelStore.model(named: name)
    } catch {
      throw ToolError(error, file: "--model")
    }
  }

  private static func model(inFolder folder: String) throws(ToolError) -> Model {
    func file(_ name: String) throws(ToolError) -> [UInt8] {
      do {
        return try InputFile(reading: folder.appending(pathComponent: name)).bytes
      } catch {
        throw ToolError(
          error.message, error.status == .missingInput ? .missingModel : error.status, file: error.file)
      }
    }
    func circuit() throws(ToolError) -> [UInt8]? {
      let name = "circuit.safetensors"
      guard FileStatus(path: folder.appending(pathComponent: name)) != nil else { return nil }
      return try file(name)
    }
    let files = Model.Files(
      description: try file(descriptionName), weights: try file("weights.safetensors"),
      entropy: try file("entropy.safetensors"), circuit: try circuit())
    do {
      return try Model(files)
    } catch {
      throw ToolError(error, file: folder)
    }
  }
}
