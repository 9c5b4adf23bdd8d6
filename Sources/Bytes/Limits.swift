/// What a reader may ask for before it takes memory. Checked against header values, never against goodwill.
public struct Limits: Sendable {
  /// Pixels of one picture.
  public var pixels = 1 << 28
  /// Width or height of one picture.
  public var dimension = 1 << 20
  /// Channels of one sound.
  public var audioChannels = 256
  /// Frames of a sound in a second.
  public var sampleRate = 1 << 20
  /// Samples of all channels of one sound that is taken into memory as a whole; none for what is streamed.
  public var audioSamples = 1 << 28
  /// Bytes of all metadata together.
  public var metadataBytes = 1 << 24
  /// Bytes of one input file.
  public var fileBytes = 1 << 32

  /// The standard limits, to be changed field by field.
  public init() {}

  /// What a reader allows unless told otherwise.
  public static let standard = Limits()

  /// Throws `limitExceeded` unless a picture of this size may be taken into memory, `corruptData` when it has
  /// no pixels.
  public func check(width: Int, height: Int) throws(CodecError) {
    guard width > 0, height > 0 else {
      throw .corruptData("\(width)x\(height) pixels; a picture has at least one")
    }
    guard width <= dimension, height <= dimension else {
      throw .limitExceeded("\(width)x\(height) pixels; at most \(dimension) a side are allowed")
    }
    let (count, overflow) = width.multipliedReportingOverflow(by: height)
    guard !overflow, count <= pixels else {
      throw .limitExceeded("\(width)x\(height) pixels; at most \(pixels) in all are allowed")
    }
  }

  /// Throws `limitExceeded` unless a sound of these properties may be read, `corruptData` when it has no channel
  /// or no rate.
  public func check(audioChannels channels: Int, sampleRate rate: Int) throws(CodecError) {
    guard channels > 0, rate > 0 else {
      throw .corruptData("\(channels) channels at \(rate) Hz; a sound has at least one of each")
    }
    guard channels <= audioChannels else {
      throw .limitExceeded("\(channels) channels; at most \(audioChannels) are allowed")
    }
    guard rate <= sampleRate else {
      throw .limitExceeded("\(rate) Hz; at most \(sampleRate) are allowed")
    }
  }
}
