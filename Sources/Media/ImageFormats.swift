import Bytes

/// The formats there are. A new one is one file that conforms to `ImageFormat` and one line here.
public enum ImageFormats {
  /// In the order in which they are asked to recognise bytes.
  public static let all: [any ImageFormat] = [
    PNGFormat(),
    PAMFormat(),
    PNMFormat(.pgm),
    PNMFormat(.ppm),
    PNMFormat(.pbm),
    PNMFormat(.pnm),
  ]

  /// The first format that recognises the bytes.
  public static func recognizing(_ bytes: [UInt8]) -> (any ImageFormat)? {
    all.first { $0.recognizes(bytes) }
  }

  /// The format of a file name extension, in any case, without the dot.
  public static func named(byExtension fileExtension: String) -> (any ImageFormat)? {
    let wanted = fileExtension.lowercased()
    return all.first { $0.fileExtensions.contains(wanted) }
  }

  /// The picture of a file in any format of the table.
  /// - Throws: `unsupported` when no format recognises the bytes; else what the format's `read` throws.
  public static func read(_ bytes: [UInt8], limits: Limits = .standard) throws(CodecError) -> Image {
    guard let format = recognizing(bytes) else {
      throw .unsupported("not a picture in \(all.map(\.name).joined(separator: ", "))")
    }
    return try format.read(bytes, limits: limits)
  }
}
