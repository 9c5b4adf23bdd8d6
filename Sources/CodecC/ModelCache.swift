import Bytes
import Codecs
import Synchronization

/// The built-in models of pictures, each read once in a process.
enum ModelCache {
  private static let known = Mutex<[String: Model]>([:])

  /// Throws `missingModel`.
  static func model(named name: String) throws(CodecError) -> Model {
    if let model = known.withLock({ $0[name] }) { return model }
    let model = try ModelStore.model(named: name)
    known.withLock { $0[name] = model }
    return model
  }

  /// The model that a file was made with. Throws `missingModel`.
  static func model(_ identity: ModelIdentity) throws(CodecError) -> Model {
    let model = try model(named: identity.name)
    // The store has the words for one of another digest.
    return model.identity == identity ? model : try ModelStore.model(identity)
  }
}
