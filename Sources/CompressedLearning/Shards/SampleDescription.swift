#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif
import Bytes

/// `key.json` beside a sample in a shard: what it is, and what it was made from.
struct SampleDescription: Codable, Equatable {
  var key: String
  /// Name of the class; nil without one.
  var label: String?
  /// Name of the model that made the latents.
  var model: String
  /// Digest of the model, in hexadecimal.
  var digest: String
  /// Channels, height, width of the array of the sample.
  var shape: [Int]
  var step: Float
  /// SHA-256 of the `.cdc` file, in hexadecimal.
  var input: String

  /// Names in order: the same sample has the same bytes.
  func serialized() throws(CodecError) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do {
      return Array(try encoder.encode(self)) + [UInt8(ascii: "\n")]
    } catch {
      throw .invalidParameter("\(key): its description is no JSON: \(error)")
    }
  }

  /// Throws `corruptData`.
  init(parsing bytes: [UInt8]) throws(CodecError) {
    do {
      self = try JSONDecoder().decode(SampleDescription.self, from: Data(bytes))
    } catch {
      throw .corruptData("its description is not as it must be")
    }
    guard shape.count == 3, shape.allSatisfy({ $0 >= 1 }), step.isFinite, step > 0 else {
      throw .corruptData("its description tells the shape \(shape) and the step \(step)")
    }
  }

  init(
    key: String, label: String?, model: String, digest: String, shape: [Int], step: Float, input: String
  ) {
    (self.key, self.label, self.model, self.digest) = (key, label, model, digest)
    (self.shape, self.step, self.input) = (shape, step, input)
  }
}
