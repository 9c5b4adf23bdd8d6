/// What a file says about its picture beyond the pixels, carried as it stands.
public struct Metadata: Equatable, Sendable {
  /// An ICC profile, not compressed.
  public var icc: [UInt8]?
  /// An Exif block: a TIFF header ("II*\0" or "MM\0*") and what follows it.
  public var exif: [UInt8]?
  /// An XMP packet: UTF-8 XML.
  public var xmp: [UInt8]?
  /// The exponent of the transfer function, file over scene, in 1/100000: 45455 for 1/2.2.
  public var gamma: UInt32?
  /// Rendering intent of a picture that is in sRGB: 0 perceptual, 1 relative, 2 saturation, 3 absolute.
  public var srgbIntent: UInt8?
  /// x and y of white, red, green and blue, in this order, in 1/100000: 8 values.
  public var chromaticities: [UInt32]?
  public var pixelDensity: PixelDensity?

  public init() {}

  /// Whether there is nothing to carry.
  public var isEmpty: Bool { self == Metadata() }
}
