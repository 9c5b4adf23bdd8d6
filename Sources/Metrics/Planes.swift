import Bytes

/// A picture as the metrics see it: one plane of samples after the other, in the units of its file.
///
/// The metrics are methods of this type, one file each.
public struct Planes: Equatable, Sendable {
  /// Samples of a row, at least 1.
  public let width: Int
  /// Rows, at least 1.
  public let height: Int
  /// Planes in all: colour first, opacity, if any, last.
  public let channelCount: Int
  /// Planes of colour. Structural metrics leave opacity out.
  public let colorCount: Int
  /// `values[(channel * height + y) * width + x]`, between 0 and `peak`.
  public let values: [Float]
  /// The largest value a sample can have: 255 of 8 bits, 65535 of 16.
  public let peak: Float

  /// Planes of given values. Traps unless they fill the size and `peak` is positive.
  public init(
    width: Int, height: Int, channelCount: Int, hasAlpha: Bool = false, values: [Float], peak: Float
  ) {
    precondition(width >= 1 && height >= 1, "a picture has at least one pixel")
    precondition(channelCount >= (hasAlpha ? 2 : 1), "a picture has at least one plane of colour")
    precondition(values.count == width * height * channelCount, "values do not fill the planes")
    precondition(peak > 0, "the peak is positive")
    self.width = width
    self.height = height
    self.channelCount = channelCount
    colorCount = channelCount - (hasAlpha ? 1 : 0)
    self.values = values
    self.peak = peak
  }

  /// Throws `invalidParameter` unless two pictures can be compared: same size, channels and peak.
  func checkComparable(with other: Planes) throws(CodecError) {
    guard width == other.width, height == other.height else {
      throw .invalidParameter(
        "pictures of \(width)x\(height) and \(other.width)x\(other.height) pixels cannot be compared")
    }
    guard channelCount == other.channelCount, colorCount == other.colorCount else {
      throw .invalidParameter(
        "pictures of \(channelCount) and \(other.channelCount) channels cannot be compared")
    }
    guard peak == other.peak else {
      throw .invalidParameter("samples up to \(peak) and up to \(other.peak) cannot be compared")
    }
  }
}
