import Bytes
import Codecs

/// `.cdc` files, folders of them and shards as a data set: any sample is read by itself, and decoding it runs no network.
public final class LatentDataset: LearningDataset {
  /// What to read, and how.
  public struct Options: Sendable {
    public var labels = LabelSource.folders
    /// Names and order of the classes, those of the data that was learned from; nil: the names that occur, sorted.
    public var classes: [String]?
    /// Whether only the channels to learn from are decoded; the details cost time and tell little.
    public var primaryOnly = true
    /// Models that are not built in.
    public var models: [Model] = []
    public var limits = Limits.standard

    public init() {}
  }

  /// Where a sample's bytes are.
  struct Item: Sendable {
    var key: String
    var label: Int?
    var file: RandomAccessFile?
    var path: String
    var range: Range<Int>?
    /// The description of a sample whose array is stored as it is; nil for the bytes of a `.cdc` file.
    var stored: StoredArray?
  }

  public let classes: [String]
  let items: [Item]
  private let reader: LatentSourceReader
  private let flips = FlipCache()

  /// - Parameter paths: `.cdc` files, folders that hold such or `.tar` shards anywhere below, and shards.
  /// - Throws: `inputOutput`, `corruptData` for a damaged shard, `invalidParameter` when there is no sample, a key occurs
  ///   twice, or a label is not among `options.classes`. Messages name the file.
  public init(_ paths: [String], _ options: Options = Options()) throws(CodecError) {
    var found = FoundItems(options)
    for path in paths { try found.add(path) }
    guard !found.items.isEmpty else { throw .invalidParameter("no .cdc files and no shards in \(paths)") }
    let names = ClassNames(found.items.map(\.label), fixed: options.classes)
    var keys: Set<String> = []
    var items: [Item] = []
    items.reserveCapacity(found.items.count)
    for found in found.items {
      var item = found.item
      guard keys.insert(item.key).inserted else {
        throw .invalidParameter("two samples are called \(item.key)")
      }
      item.label = try names.number(of: found.label, key: item.key)
      items.append(item)
    }
    self.items = items
    classes = names.names
    reader = LatentSourceReader(
      models: options.models, primaryOnly: options.primaryOnly, limits: options.limits)
  }

  public var count: Int { items.count }
  public func key(_ index: Int) -> String { items[index].key }
  public func label(_ index: Int) -> Int? { items[index].label }

  /// The bytes of a sample: a `.cdc` file, or an NPY file from a shard of arrays.
  public func bytes(_ index: Int) throws(CodecError) -> [UInt8] {
    let item = items[index]
    guard let file = item.file else { return try RandomAccessFile(item.path, limits: reader.limits).bytes() }
    return try file.bytes(item.range ?? 0..<file.byteCount)
  }

  var primaryOnly: Bool { reader.primaryOnly }

  /// Whether a sample is an array as it is, and not a `.cdc` file.
  func isStored(_ index: Int) -> Bool { items[index].stored != nil }

  public func array(_ index: Int) throws(CodecError) -> LatentArray {
    try naming(index) { (bytes) throws(CodecError) in
      if let stored = items[index].stored { return try stored.array(bytes, limits: reader.limits) }
      return try reader.array(bytes)
    }
  }

  /// A sample as floats, normalised by its model's deviations. Throws as `array`; `unsupported` for a model without deviations.
  public func normalized(_ index: Int) throws(CodecError) -> ExchangedLatents {
    try naming(index) { (bytes) throws(CodecError) in
      guard items[index].stored == nil else { throw .unsupported("an array does not say what made it") }
      return try reader.exchanged(bytes)
    }
  }

  /// Groups of a picture that can be decoded apart. Throws as `array`.
  public func groupCount(_ index: Int) throws(CodecError) -> Int {
    try naming(index) { (bytes) throws(CodecError) in
      guard items[index].stored == nil else { return 1 }
      return try reader.groupCount(bytes)
    }
  }

  /// One group of a picture. Throws as `array`; `unsupported` where groups are no rectangles of the grid, or for a sample
  /// that is stored as an array.
  public func block(_ index: Int, group: Int) throws(CodecError) -> LatentReader.Block {
    try naming(index) { (bytes) throws(CodecError) in
      guard items[index].stored == nil else { throw .unsupported("an array has no groups") }
      return try reader.block(bytes, group: group)
    }
  }

  /// Pictures of models with one grid; nil for others. See `LatentFlip` for what mirrored latents are worth.
  public func flipped(_ array: LatentArray) -> LatentArray? {
    let flip = flips.flip(channels: array.channels) {
      if let stored = self.items[0].stored { return stored.model.flatMap { try? self.reader.model($0) } }
      return try? self.reader.model(of: self.bytes(0))
    }
    guard let flip else { return nil }
    return flip(array)
  }

  /// The error of a sample names its key.
  private func naming<Result>(
    _ index: Int, _ body: ([UInt8]) throws(CodecError) -> Result
  ) throws(CodecError) -> Result {
    do {
      return try body(bytes(index))
    } catch {
      throw error.about(items[index].path)
    }
  }
}
