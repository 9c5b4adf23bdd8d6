/// What the samples of one pixel are, in their order in memory. The raw value is their number.
public enum Channels: Int, CaseIterable, Equatable, Sendable {
  case gray = 1
  case grayAlpha = 2
  case rgb = 3
  case rgba = 4

  /// Samples of colour in one pixel: 1 or 3.
  public var colourCount: Int { rawValue < 3 ? 1 : 3 }

  /// Whether the last sample of a pixel is its opacity (not premultiplied; the largest value is opaque).
  public var hasAlpha: Bool { rawValue % 2 == 0 }
}
