import Bytes

/// A picture in memory, as its file has it: no colour is converted, metadata is carried and not interpreted.
public struct Image: Equatable, Sendable {
  /// Pixels of a row, at least 1.
  public let width: Int
  /// Rows, at least 1.
  public let height: Int
  public let channels: Channels
  /// `width * height * channels.rawValue` samples.
  public let samples: Samples
  public var metadata: Metadata

  /// - Precondition: both sides are at least 1 and the number of samples is that of the size.
  public init(
    width: Int, height: Int, channels: Channels, samples: Samples, metadata: Metadata = Metadata()
  ) {
    precondition(width >= 1 && height >= 1, "a picture has at least one pixel")
    precondition(samples.count == width * height * channels.rawValue, "samples do not fill the picture")
    self.width = width
    self.height = height
    self.channels = channels
    self.samples = samples
    self.metadata = metadata
  }

  /// Bits of one sample: 8 or 16.
  public var depth: Int { samples.depth }

  /// The number of samples of a picture whose size a file claims, which fits in memory's address range.
  /// - Throws: `corruptData` when a side is 0, `limitExceeded` when the size is over the limits.
  static func sampleCount(
    width: Int, height: Int, channels: Channels, limits: Limits
  ) throws(CodecError) -> Int {
    guard width >= 1, height >= 1 else { throw .corruptData("a picture of \(width)x\(height) pixels") }
    try limits.check(width: width, height: height)
    let (count, overflow) = (width * height).multipliedReportingOverflow(by: channels.rawValue)
    guard !overflow, count <= Int.max / MemoryLayout<UInt16>.size else {
      throw .limitExceeded("\(width)x\(height) pixels of \(channels.rawValue) samples")
    }
    return count
  }
}
