import Bytes

/// The portable arbitrary map of Netpbm: gray or colour, with or without alpha, 8 or 16 bits. It has no room for
/// metadata, which is left out. Ranges are treated as in `PNMFormat`.
public struct PAMFormat: ImageFormat {
  public init() {}

  public var name: String { "PAM" }
  public var fileExtensions: [String] { ["pam"] }

  public func recognizes(_ bytes: [UInt8]) -> Bool { bytes.starts(with: "P7\n".utf8) }

  /// Channels by tuple type. The first name of each is the one that is written.
  private static let tupleTypes: [(name: String, channels: Channels)] = [
    ("GRAYSCALE", .gray), ("GRAYSCALE_ALPHA", .grayAlpha), ("RGB", .rgb), ("RGB_ALPHA", .rgba),
    ("BLACKANDWHITE", .gray), ("BLACKANDWHITE_ALPHA", .grayAlpha),
  ]

  public func read(_ bytes: [UInt8], limits: Limits) throws(CodecError) -> Image {
    guard recognizes(bytes) else { throw .corruptData("PAM: not a portable arbitrary map") }
    var header = NetpbmHeader(bytes)
    var numbers: [String: Int] = [:]
    var tupleType = ""
    while case let field = try header.field(), field.key != "ENDHDR" {
      switch field.key {
      case "WIDTH", "HEIGHT", "DEPTH", "MAXVAL":
        guard let number = Int32(field.value), number > 0 else {
          throw .corruptData("PAM: \(field.key) is not a positive number")
        }
        guard numbers.updateValue(Int(number), forKey: field.key) == nil else {
          throw .corruptData("PAM: \(field.key) is there twice")
        }
      case "TUPLTYPE":
        // Several lines make one type, by the format's definition.
        tupleType += tupleType.isEmpty ? field.value : " " + field.value
      default:
        throw .corruptData("PAM: \(String(reflecting: field.key.prefix(40))) is not a header field")
      }
    }
    guard let width = numbers["WIDTH"], let height = numbers["HEIGHT"], let depth = numbers["DEPTH"],
      let maximum = numbers["MAXVAL"]
    else { throw .corruptData("PAM: the header lacks WIDTH, HEIGHT, DEPTH or MAXVAL") }
    let channels = try Self.channels(tupleType: tupleType, depth: depth)
    let raster = try NetpbmRaster(
      width: width, height: height, channels: channels, maximum: maximum, limits: limits)
    return try raster.binary(bytes[header.position...])
  }

  /// A file that states no type has the one that its depth suggests.
  private static func channels(tupleType: String, depth: Int) throws(CodecError) -> Channels {
    if tupleType.isEmpty {
      guard let channels = Channels(rawValue: depth) else {
        throw .unsupported("PAM: \(depth) channels of unstated meaning")
      }
      return channels
    }
    guard let type = tupleTypes.first(where: { $0.name == tupleType }) else {
      throw .unsupported("PAM: tuple type \(String(reflecting: tupleType.prefix(40)))")
    }
    guard type.channels.rawValue == depth else {
      throw .corruptData("PAM: tuple type \(tupleType) with depth \(depth)")
    }
    return type.channels
  }

  public func write(_ image: Image) throws(CodecError) -> [UInt8] {
    let type = Self.tupleTypes.first { $0.channels == image.channels }
    guard let type else { throw .invalidParameter("PAM: no tuple type for \(image.channels)") }
    return image.netpbm(
      header: """
        P7
        WIDTH \(image.width)
        HEIGHT \(image.height)
        DEPTH \(image.channels.rawValue)
        MAXVAL \(image.netpbmMaximum)
        TUPLTYPE \(type.name)
        ENDHDR

        """)
  }
}
