import Bytes

/// The formats there are. A new one is one file that conforms to `TableFormat` and one line here.
public enum TableFormats {
  public static let all: [any TableFormat] = [IDXFormat(), NPYFormat()]

  /// The format of an origin.
  public static func named(_ name: String) -> (any TableFormat)? {
    all.first { $0.name == name }
  }

  /// The format of a file name extension, lower case, without the dot.
  public static func named(byExtension fileExtension: String) -> (any TableFormat)? {
    all.first { $0.fileExtension == fileExtension }
  }

  /// The file that a table was read from, as it was inside gzip.
  /// - Throws: `corruptData` when the origin is not that of such a table, `unsupported` for an origin that is no file.
  public static func write(_ samples: SampleTable) throws(CodecError) -> [UInt8] {
    guard let format = named(samples.origin.format) else {
      throw .unsupported("no table format \(String(reflecting: samples.origin.format.prefix(40)))")
    }
    return try format.write(samples.table, shape: samples.shape, header: samples.origin.header)
  }

  /// The table of a file in any format, which may be compressed by gzip; the origin is that of the bytes inside.
  /// - Throws: `unsupported` when no format recognises the bytes; else what the format's `read` throws.
  public static func read(_ bytes: [UInt8], limits: TableLimits = .standard) throws(CodecError) -> SampleTable
  {
    let bytes = Gzip.recognizes(bytes) ? try Gzip.unpack(bytes, limit: limits.unpackedBytes) : bytes
    guard let format = all.first(where: { $0.recognizes(bytes) }) else {
      throw .unsupported("not a table in \(all.map(\.name).joined(separator: ", "))")
    }
    return try format.read(bytes, limits: limits)
  }
}
