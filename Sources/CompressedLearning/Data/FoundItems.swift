import Bytes

/// The samples of files, folders and shards, in order.
struct FoundItems {
  private(set) var items: [(item: LatentDataset.Item, label: String?)] = []
  private let options: LatentDataset.Options

  init(_ options: LatentDataset.Options) {
    self.options = options
  }

  mutating func add(_ path: String) throws(CodecError) {
    guard FolderListing.isFolder(path) else {
      let name = String(path.split(separator: "/").last ?? "")
      return try add(path, relative: name)
    }
    for relative in try FolderListing.files(below: path, extensions: ["cdc", "tar"]) {
      try add(path + "/" + relative, relative: relative)
    }
  }

  private mutating func add(_ path: String, relative: String) throws(CodecError) {
    if FolderListing.pathExtension(relative) == "tar" {
      do {
        return try addShard(path)
      } catch {
        throw error.about(path)
      }
    }
    let label = options.labels.label(relative)
    items.append(
      (LatentDataset.Item(key: FolderListing.withoutExtension(relative), path: path), label))
  }

  private mutating func addShard(_ path: String) throws(CodecError) {
    let file = try RandomAccessFile(path, limits: options.limits)
    for sample in try ShardReader(file, limits: options.limits).samples {
      // A shard brings labels of its own.
      let label = if case .folders = options.labels { sample.label } else { options.labels.label(sample.key) }
      let item = LatentDataset.Item(
        key: sample.key, file: file, path: "\(path): \(sample.key)", range: sample.range,
        stored: sample.stored)
      items.append((item, label))
    }
  }
}
