#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif
import Bytes

/// `manifest.json` of a folder of shards: what they were made from, and which are done.
public struct ShardManifest: Codable, Equatable, Sendable {
  public static let fileName = "manifest.json"

  /// A shard that is written.
  public struct Shard: Codable, Equatable, Sendable {
    public var name: String
    public var samples: Int
    public var bytes: Int
    /// SHA-256 of the file, in hexadecimal.
    public var digest: String
  }

  public var format = 1
  /// SHA-256 over the models' digests, the settings and the inputs' digests: equal keys, equal shards.
  public var cacheKey: String
  /// What the shards hold: `cdc` or `npy`.
  public var content: String
  public var classes: [String]
  /// Samples of every shard but the last.
  public var samplesPerShard: Int
  /// Samples in all, when all shards are done.
  public var samples: Int
  public var shards: [Shard]

  /// Whether all shards are done.
  public var isComplete: Bool { shards.reduce(0) { $0 + $1.samples } == samples }

  /// Throws `corruptData`.
  public init(parsing bytes: [UInt8]) throws(CodecError) {
    do {
      self = try JSONDecoder().decode(ShardManifest.self, from: Data(bytes))
    } catch {
      throw .corruptData("\(Self.fileName): is not as it must be")
    }
    guard format == 1 else { throw .unsupported("\(Self.fileName): format \(format)") }
  }

  init(cacheKey: String, content: String, classes: [String], samplesPerShard: Int, samples: Int) {
    (self.cacheKey, self.content, self.classes) = (cacheKey, content, classes)
    (self.samplesPerShard, self.samples) = (samplesPerShard, samples)
    shards = []
  }

  /// Names in order.
  public func serialized() throws(CodecError) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    do {
      return Array(try encoder.encode(self)) + [UInt8(ascii: "\n")]
    } catch {
      throw .invalidParameter("\(Self.fileName): a name that is no text")
    }
  }
}
