extension Container {
  /// An optional chunk: a lowercase-first type of four ASCII letters, and bytes.
  public struct Chunk: Equatable, Sendable {
    /// The optional chunks FORMAT.md defines. Their payloads are little-endian.
    public enum Metadata: String, CaseIterable, Sendable {
      /// An ICC profile, not compressed.
      case colorProfile = "iccp"
      /// An Exif block that begins with its TIFF header.
      case exif = "exif"
      /// An XMP packet in UTF-8.
      case xmp = "xmpm"
      /// u32: the encoding exponent times 100 000.
      case gamma = "gama"
      /// u8: the sRGB rendering intent, 0 to 3.
      case standardRGB = "srgb"
      /// 8 × u32: x and y of white, red, green and blue, times 100 000.
      case chromaticities = "chrm"
      /// u32, u32, u8: pixels per unit along x and y; 1 when the unit is the metre, 0 when it is unknown.
      case physicalSize = "phys"
    }

    /// Four ASCII letters, the first one lowercase.
    public let type: String
    /// The chunk's bytes, at most 2³² − 1.
    public let payload: [UInt8]

    /// A chunk of any optional type. Traps unless `type` is four ASCII letters, the first one lowercase.
    public init(type: String, payload: [UInt8]) {
      precondition(
        type.utf8.count == 4 && type.utf8.allSatisfy(RawChunk.isLetter) && RawChunk.isOptional(type.utf8),
        "\(type) is not the type of an optional chunk")
      self.type = type
      self.payload = payload
    }

    /// A chunk of metadata.
    public init(_ metadata: Metadata, payload: [UInt8]) {
      self.init(type: metadata.rawValue, payload: payload)
    }
  }
}
