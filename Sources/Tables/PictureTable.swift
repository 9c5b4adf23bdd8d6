import Bytes
import Media
import ProbabilisticCircuits

/// Pictures of one size as a table: a row a picture, its samples in the order of `Samples`.
///
/// Pictures are gray or RGB with 8 bits. Their names and samples are kept, metadata is not.
public struct PictureTable {
  /// The format name of such tables' origins.
  public static let originName = "pictures"

  private let limits: TableLimits
  private var width = 0
  private var height = 0
  private var channels = Channels.gray
  private var names: [String] = []
  private var samples: [UInt8] = []

  public init(limits: TableLimits = .standard) {
    self.limits = limits
  }

  /// Adds a picture under its name: a path relative to the folder, with / between its parts.
  /// - Throws: `unsupported` for a picture of another size or kind than the first, `limitExceeded`.
  public mutating func add(_ image: Image, name: String) throws(CodecError) {
    guard case .eight(let values) = image.samples, !image.channels.hasAlpha else {
      throw .unsupported("a picture that is neither gray nor RGB with 8 bits")
    }
    if names.isEmpty {
      (width, height, channels) = (image.width, image.height, image.channels)
    }
    guard image.width == width, image.height == height, image.channels == channels else {
      throw .unsupported(
        "\(image.width)x\(image.height) \(image.channels); the first picture is \(width)x\(height) \(channels)"
      )
    }
    guard Self.isName(name) else { throw .unsupported("a name that no file can be given again") }
    _ = try SampleTable.size(rows: names.count + 1, shape: shape, limits: limits)
    names.append(name)
    samples += values
  }

  /// Height, width, and channels if there are several.
  private var shape: [Int] { [height, width] + (channels == .gray ? [] : [channels.rawValue]) }

  /// All pictures added. Throws `unsupported` when there are none.
  public func sampleTable() throws(CodecError) -> SampleTable {
    guard !names.isEmpty else { throw .unsupported("no pictures") }
    var header = ByteWriter()
    for name in names {
      header.writeVarint(name.utf8.count)
      header.write(name.utf8)
    }
    let element = TableElement(byteCount: 1, isSigned: false, isBigEndian: false)
    return SampleTable(
      table: try element.table(samples[...], rows: names.count, columns: shape.reduce(1, *)),
      shape: shape, origin: TableOrigin(format: Self.originName, header: header.bytes))
  }

  /// The pictures of a table and their names: the inverse of `sampleTable`.
  /// - Throws: `corruptData` when they are no pictures, or have names that files must not be given.
  public static func pictures(_ samples: SampleTable) throws(CodecError) -> [(name: String, image: Image)] {
    let (table, shape) = (samples.table, samples.shape)
    guard shape.count == 2 || shape.count == 3 && shape[2] == 3 else {
      throw .corruptData("pictures: samples of \(shape.count) dimensions")
    }
    let names = try names(of: samples)
    let element = TableElement(byteCount: 1, isSigned: false, isBigEndian: false)
    let bytes = try element.bytes(table)
    return names.enumerated().map { index, name in
      let part = bytes[index * table.columnCount..<(index + 1) * table.columnCount]
      let image = Image(
        width: shape[1], height: shape[0], channels: shape.count == 2 ? .gray : .rgb,
        samples: .eight(Array(part)))
      return (name, image)
    }
  }

  /// The names of the pictures of a table.
  /// - Throws: `corruptData` as `pictures` does.
  public static func names(of samples: SampleTable) throws(CodecError) -> [String] {
    var reader = ByteReader(samples.origin.header)
    var names: [String] = []
    for _ in 0..<samples.table.rowCount {
      let length = try reader.readVarint(1...4096, "length of a name")
      names.append(String(decoding: try reader.read(length, "a name"), as: UTF8.self))
    }
    try reader.finish("the names of pictures")
    guard names.allSatisfy(isName), Set(names).count == names.count else {
      throw .corruptData("pictures: a name that no file can be given")
    }
    return names
  }

  /// Whether a name leads to a file in the folder or below it, and nowhere else.
  static func isName(_ name: String) -> Bool {
    (1...4096).contains(name.utf8.count) && !name.utf8.contains(0)
      && name.split(separator: "/", omittingEmptySubsequences: false).allSatisfy {
        !$0.isEmpty && !$0.hasPrefix(".")
      }
  }
}
