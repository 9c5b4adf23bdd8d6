import Bytes
import Codecs
import Tables

/// A data set as shards: tar archives of so many samples each, in WebDataset's naming.
///
/// A sample is `key.cdc` or `key.npy`, `key.cls` with the number of its class and `key.json` with the rest. Shards are made
/// one by one and do not depend on one another: who is cut off goes on with the first that is missing.
public struct ShardPlan: Sendable {
  public enum Content: String, Sendable {
    /// The files as they are: smallest.
    case coded = "cdc"
    /// Arrays of 16-bit integers: read by any program, and fastest.
    case arrays = "npy"
    /// Arrays of floats, normalised as `ExchangedLatents` has it: for other programs; `LatentDataset` does not read them.
    case normalized
  }

  public let dataset: LatentDataset
  public let content: Content
  public let samplesPerShard: Int
  /// Of the manifest: see `ShardManifest.cacheKey`.
  public let cacheKey: String
  private let digests: [[UInt8]]

  /// Reads every input once, for its digest.
  ///
  /// - Parameters:
  ///   - dataset: of `.cdc` files.
  ///   - samplesPerShard: at least 1.
  /// - Throws: what reading throws; `unsupported` for a data set that has arrays from shards.
  public init(
    _ dataset: LatentDataset, content: Content, samplesPerShard: Int = 1000, threads: Int = 1
  ) throws(CodecError) {
    precondition(samplesPerShard >= 1, "samples of a shard")
    (self.dataset, self.content, self.samplesPerShard) = (dataset, content, samplesPerShard)
    digests = try ParallelMap.run(count: dataset.count, threads: threads) { (index) throws(CodecError) in
      guard !dataset.isStored(index) else {
        throw .unsupported("\(dataset.key(index)): is an array in a shard already")
      }
      return SHA256.digest(try dataset.bytes(index))
    }
    var key = SHA256()
    func add(_ bytes: [UInt8]) {
      var length = ByteWriter()
      length.write(UInt64(bytes.count))
      key.update(length.bytes)
      key.update(bytes)
    }
    // The digest of its model stands in every file: files' digests tell models', too.
    add(Array("shards 1 \(content.rawValue) \(samplesPerShard) \(dataset.primaryOnly)".utf8))
    for name in dataset.classes { add(Array(name.utf8)) }
    for index in 0..<dataset.count {
      add(Array(dataset.key(index).utf8))
      add(Array("\(dataset.label(index) ?? -1)".utf8))
      add(digests[index])
    }
    cacheKey = ModelIdentity.hexadecimal(key.finalize())
  }

  public var shardCount: Int { (dataset.count + samplesPerShard - 1) / samplesPerShard }

  /// What a shard is called.
  public func name(_ shard: Int) -> String {
    let digits = String(shard)
    return "shard-" + String(repeating: "0", count: max(0, 6 - digits.count)) + digits + ".tar"
  }

  /// A manifest without shards.
  public var manifest: ShardManifest {
    ShardManifest(
      cacheKey: cacheKey, content: content.rawValue, classes: dataset.classes,
      samplesPerShard: samplesPerShard,
      samples: dataset.count)
  }

  /// The bytes of a shard, and its entry in the manifest. The same at any number of threads. Throws what reading throws.
  public func shard(
    _ index: Int, threads: Int = 1
  ) throws(CodecError) -> (bytes: [UInt8], entry: ShardManifest.Shard) {
    let samples = index * samplesPerShard..<min((index + 1) * samplesPerShard, dataset.count)
    let members = try ParallelMap.run(count: samples.count, threads: threads) { (place) throws(CodecError) in
      try self.members(of: samples.lowerBound + place)
    }
    var archive = TarBuilder()
    for (name, bytes) in members.joined() { try archive.add(name, bytes) }
    let bytes = archive.finish()
    return (
      bytes,
      ShardManifest.Shard(
        name: name(index), samples: samples.count, bytes: bytes.count,
        digest: ModelIdentity.hexadecimal(SHA256.digest(bytes)))
    )
  }

  private func members(of index: Int) throws(CodecError) -> [(String, [UInt8])] {
    let bytes = try dataset.bytes(index)
    let array = try dataset.array(index)
    let identity: ModelIdentity
    do {
      identity = try ImageFile.identity(of: bytes)
    } catch {
      throw error.about(dataset.key(index))
    }
    // WebDataset cuts names at their first dot.
    let key = dataset.key(index).replacing(".", with: "_")
    let label = dataset.label(index)
    let description = SampleDescription(
      key: key, label: label.map { dataset.classes[$0] }, model: identity.name, digest: identity.hexadecimal,
      shape: array.shape, step: array.step, input: ModelIdentity.hexadecimal(digests[index]))
    let data =
      switch content {
      case .coded: ("\(key).cdc", bytes)
      case .arrays: ("\(key).npy", NPYFormat.file(shape: array.shape, array.symbols))
      case .normalized: ("\(key).npy", try dataset.normalized(index).npy)
      }
    let number = label.map { [("\(key).cls", Array("\($0)".utf8))] } ?? []
    return [data] + number + [("\(key).json", try description.serialized())]
  }
}
