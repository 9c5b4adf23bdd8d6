/// What a sound file says about its samples.
public struct AudioProperties: Hashable, Sendable {
  /// Frames in a second, at least 1.
  public let sampleRate: Int
  /// Samples of one frame, at least 1.
  public let channelCount: Int
  public let sampleType: SampleType
  /// The loudspeakers of the channels, in the order of the bits, as `dwChannelMask` of WAVE_FORMAT_EXTENSIBLE has
  /// them: 1 front left, 2 front right, 4 front centre, 8 low frequency, 16 back left, 32 back right … 0 when the
  /// file does not tell.
  public let speakers: UInt32

  /// - Parameter speakers: nil for the usual ones of this many channels.
  /// - Precondition: at least one channel and one frame in a second; integers of 8 to 32 bits; no more speakers
  ///   than channels.
  public init(sampleRate: Int, channelCount: Int, sampleType: SampleType, speakers: UInt32? = nil) {
    precondition(sampleRate >= 1 && channelCount >= 1, "a sound has a rate and a channel")
    if case .integer(let bits) = sampleType { precondition((8...32).contains(bits), "8 to 32 bits") }
    let speakers = speakers ?? Self.usualSpeakers(channelCount: channelCount)
    precondition(speakers.nonzeroBitCount <= channelCount, "more speakers than channels")
    self.sampleRate = sampleRate
    self.channelCount = channelCount
    self.sampleType = sampleType
    self.speakers = speakers
  }

  /// The speakers of 1 to 8 channels where nothing else is said, as FLAC assigns them; 0 for more channels.
  public static func usualSpeakers(channelCount: Int) -> UInt32 {
    let masks: [UInt32] = [0x4, 0x3, 0x7, 0x33, 0x37, 0x3F, 0x70F, 0x63F]
    return masks.indices.contains(channelCount - 1) ? masks[channelCount - 1] : 0
  }
}
