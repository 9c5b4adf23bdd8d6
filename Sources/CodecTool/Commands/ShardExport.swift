import Bytes
import Codecs
import CompressedLearning

/// `.cdc` files to shards in a folder, with a manifest. A run that was cut off is taken up where it was.
struct ShardExport {
  let batch: BatchOptions
  let shards: ShardOptions
  let normalizes: Bool
  let models: [Model]

  func run() throws {
    let folder = batch.output ?? ""
    let threads = batch.threading.count
    do {
      var options = LatentDataset.Options()
      options.models = models
      options.labels = try LabelSource(csvAt: shards.labels)
      options.classes = try shards.classNames()
      let content: ShardPlan.Content = shards.coded ? .coded : normalizes ? .normalized : .arrays
      let plan = try ShardPlan(
        LatentDataset(batch.inputs, options), content: content,
        samplesPerShard: shards.samples ?? ShardOptions.usualSamples, threads: threads)
      try write(plan, to: folder, threads: threads)
    } catch let error as CodecError {
      throw ToolError(error.description, ExitStatus(error))
    }
  }

  private func write(_ plan: ShardPlan, to folder: String, threads: Int) throws {
    var manifest = try known(plan, in: folder) ?? plan.manifest
    let done = manifest.shards.count
    for index in done..<plan.shardCount {
      let (bytes, entry) = try plan.shard(index, threads: threads)
      // What a run wrote that was cut off before it said so is written again.
      try OutputFile(
        folder.appending(pathComponent: entry.name), overwrites: true, createsFolders: true, inputs: []
      ).write(bytes, like: nil)
      manifest.shards.append(entry)
      try OutputFile(
        folder.appending(pathComponent: ShardManifest.fileName), overwrites: true, createsFolders: true,
        inputs: []
      ).write(manifest.serialized(), like: nil)
      if !batch.quiet {
        StandardStreams.note("\(entry.name)  \(entry.samples) samples  \(Figures.bytes(entry.bytes))")
      }
    }
    let bytes = manifest.shards.reduce(0) { $0 + $1.bytes }
    if !batch.quiet {
      StandardStreams.note(
        "\(folder): \(plan.shardCount) shards, \(done) were there; \(manifest.samples) samples, \(Figures.bytes(bytes))"
      )
    }
    if batch.writesJSON {
      try StandardStreams.print(
        JSON.object([
          ("output", .text(folder)), ("shards", .integer(plan.shardCount)), ("kept", .integer(done)),
          ("samples", .integer(manifest.samples)), ("bytes", .integer(bytes)),
          ("cache_key", .text(manifest.cacheKey)),
        ]).line)
    }
  }

  /// The manifest of a run of the same data and settings, as far as its shards are whole.
  private func known(_ plan: ShardPlan, in folder: String) throws -> ShardManifest? {
    let path = folder.appending(pathComponent: ShardManifest.fileName)
    guard FileStatus.exists(path) else { return nil }
    let input = try InputFile(reading: path)
    var manifest: ShardManifest
    do {
      manifest = try ShardManifest(parsing: input.bytes)
    } catch {
      guard !batch.force else { return nil }
      throw ToolError(error, file: path)
    }
    guard manifest.cacheKey == plan.cacheKey else {
      guard !batch.force else { return nil }
      throw ToolError("is of other data or settings; --force begins anew", .cannotCreate, file: path)
    }
    for (index, shard) in manifest.shards.enumerated() {
      let file = folder.appending(pathComponent: shard.name)
      guard shard.name == plan.name(index), FileStatus.exists(file),
        let bytes = try? InputFile(reading: file).bytes, bytes.count == shard.bytes,
        ModelIdentity.hexadecimal(SHA256.digest(bytes)) == shard.digest
      else {
        manifest.shards.removeSubrange(index...)
        break
      }
    }
    return manifest
  }
}

extension LabelSource {
  /// The table in a CSV file, or the names of folders without one.
  init(csvAt path: String?) throws {
    guard let path else {
      self = .folders
      return
    }
    let input = try InputFile(reading: path)
    do {
      self = .table(try LabelTable(csv: input.bytes))
    } catch {
      throw ToolError(error, file: input.name)
    }
  }
}
