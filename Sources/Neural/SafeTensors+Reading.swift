import Bytes

extension SafeTensors {
  /// The key of the free text in the header.
  static let metadataKey = "__metadata__"

  /// Reads a whole file.
  ///
  /// - Parameter limits: `fileBytes` bounds the file, `metadataBytes` the header.
  /// - Throws: `corruptData` if the file is cut off, the header is no JSON of the known form (a name twice, a
  ///   field unknown, missing or twice), a shape overflows or does not match its offsets, or the arrays
  ///   overlap or leave holes; `unsupported` for an element type not in `ElementType`; `limitExceeded`.
  public init(bytes: [UInt8], limits: Limits = .standard) throws(CodecError) {
    guard bytes.count <= limits.fileBytes else {
      throw .limitExceeded(
        "safetensors file of \(bytes.count) bytes; at most \(limits.fileBytes) are allowed")
    }
    var reader = ByteReader(bytes)
    let length = try reader.read(UInt64.self, "safetensors header length")
    guard length <= UInt64(limits.metadataBytes) else {
      throw .limitExceeded(
        "safetensors header of \(length) bytes; at most \(limits.metadataBytes) are allowed")
    }
    var header = HeaderScanner(try reader.read(Int(length), "safetensors header"))
    let data = Array(try reader.read(reader.remaining, "safetensors data"))
    var entries: [String: Entry] = [:]
    var metadata: [String: String]?
    try header.object { (header, name) throws(CodecError) in
      if name == Self.metadataKey {
        guard metadata == nil else { throw header.corrupt("\(name) is there twice") }
        metadata = try Self.readMetadata(&header)
      } else {
        guard entries[name] == nil else { throw header.corrupt("tensor \(name) is there twice") }
        entries[name] = try Self.readEntry(&header, name)
      }
    }
    try header.finish()
    try Self.checkCover(entries, count: data.count)
    self.init(entries: entries, metadata: metadata ?? [:], data: data)
  }

  private static func readMetadata(_ header: inout HeaderScanner) throws(CodecError) -> [String: String] {
    var metadata: [String: String] = [:]
    try header.object { (header, key) throws(CodecError) in
      guard metadata[key] == nil else { throw header.corrupt("metadata \(key) is there twice") }
      metadata[key] = try header.string()
    }
    return metadata
  }

  private static func readEntry(_ header: inout HeaderScanner, _ name: String) throws(CodecError) -> Entry {
    var type: ElementType?
    var shape: [Int]?
    var offsets: [Int]?
    try header.object { (header, key) throws(CodecError) in
      switch key {
      case "dtype" where type == nil:
        let text = try header.string()
        guard let known = ElementType(rawValue: text) else {
          throw .unsupported("tensor \(name) has the unknown type \(text)")
        }
        type = known
      case "shape" where shape == nil: shape = try header.integers()
      case "data_offsets" where offsets == nil: offsets = try header.integers()
      default: throw header.corrupt("tensor \(name) has the field \(key) twice or should not have it")
      }
    }
    guard let type, let shape, let offsets, offsets.count == 2 else {
      throw header.corrupt("tensor \(name) needs dtype, shape and two data_offsets")
    }
    guard let size = Tensor.count(of: shape + [type.size]), offsets[0] <= offsets[1],
      offsets[1] - offsets[0] == size
    else { throw header.corrupt("tensor \(name): offsets \(offsets) do not fit the shape \(shape)") }
    return Entry(type: type, shape: shape, range: offsets[0]..<offsets[1])
  }

  /// The arrays must cover the data once, without holes.
  private static func checkCover(_ entries: [String: Entry], count: Int) throws(CodecError) {
    let inOrder = entries.sorted {
      ($0.value.range.lowerBound, $0.value.range.upperBound)
        < ($1.value.range.lowerBound, $1.value.range.upperBound)
    }
    var end = 0
    for (name, entry) in inOrder {
      guard entry.range.lowerBound == end else {
        throw .corruptData(
          "tensor \(name) begins at byte \(entry.range.lowerBound) of the data, not at \(end)")
      }
      end = entry.range.upperBound
    }
    guard end == count else {
      throw .corruptData("safetensors data has \(count) bytes, the header describes \(end)")
    }
  }
}
