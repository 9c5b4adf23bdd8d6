import Bytes

/// The portable anymaps of Netpbm: bitmap (PBM), graymap (PGM) and pixmap (PPM), plain or binary.
///
/// A picture whose white is 255 or 65535 is taken as it stands; other ranges are stretched to 8 bits, or to 16
/// when white is over 255. Files hold one picture and nothing after it; they have no room for alpha or metadata,
/// and what they cannot hold of the metadata is left out.
public struct PNMFormat: ImageFormat {
  /// A member of the family; the raw value is its file name extension.
  public enum Kind: String, Sendable {
    /// Black and white. Read, not written.
    case pbm
    case pgm
    case ppm
    /// Graymap or pixmap, as the picture needs.
    case pnm
  }

  public let kind: Kind

  public init(_ kind: Kind) { self.kind = kind }

  public var name: String { kind.rawValue.uppercased() }
  public var fileExtensions: [String] { [kind.rawValue] }

  public func recognizes(_ bytes: [UInt8]) -> Bool {
    guard bytes.count > 2, bytes[0] == UInt8(ascii: "P"),
      NetpbmHeader.isSpace(bytes[2]) || bytes[2] == UInt8(ascii: "#")
    else { return false }
    return magicNumbers.contains(Int(bytes[1]) - 48)
  }

  /// The digits after the P: the first three are plain, the others binary.
  private var magicNumbers: [Int] {
    switch kind {
    case .pbm: [1, 4]
    case .pgm: [2, 5]
    case .ppm: [3, 6]
    case .pnm: [1, 2, 3, 4, 5, 6]
    }
  }

  /// Any member of the family, whichever this is.
  public func read(_ bytes: [UInt8], limits: Limits) throws(CodecError) -> Image {
    guard PNMFormat(.pnm).recognizes(bytes) else { throw .corruptData("\(name): not a Netpbm picture") }
    let magic = bytes[1] - 48
    let isBitmap = magic % 3 == 1
    var header = NetpbmHeader(bytes)
    let width = try header.number("width")
    let height = try header.number("height")
    let maximum = isBitmap ? 1 : try header.number("maximum value", atMost: 65535)
    try header.endOfHeader()
    let raster = try NetpbmRaster(
      width: width, height: height, channels: magic % 3 == 0 ? .rgb : .gray, maximum: maximum, limits: limits)
    return switch (isPlain: magic < 4, isBitmap) {
    case (true, true): try raster.plainBits(header)
    case (true, false): try raster.plain(header)
    case (false, true): try raster.binaryBits(bytes[header.position...])
    case (false, false): try raster.binary(bytes[header.position...])
    }
  }

  /// A binary graymap or pixmap.
  public func write(_ image: Image) throws(CodecError) -> [UInt8] {
    guard !image.channels.hasAlpha else {
      throw .invalidParameter("\(name) has no alpha channel; write .pam or .png")
    }
    let isColour = image.channels == .rgb
    let isPossible =
      switch kind {
      case .pbm: false
      case .pgm: !isColour
      case .ppm: isColour
      case .pnm: true
      }
    guard isPossible else {
      let fitting = isColour ? "ppm" : "pgm"
      throw .invalidParameter("\(name) cannot hold this picture; write .\(fitting) or .png")
    }
    return image.netpbm(
      header: "P\(isColour ? 6 : 5)\n\(image.width) \(image.height)\n\(image.netpbmMaximum)\n")
  }
}
