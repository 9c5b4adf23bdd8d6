import Bytes
import Media

/// The codec parameters in the header of a sound: FORMAT.md, "Sound".
struct SoundParameters: Equatable {
  var properties: AudioProperties
  /// Frames in all.
  var frameCount: Int
  /// Frames of every group but the last, which has what is left.
  var groupFrames: Int
  /// What the codec adds.
  var codec: [UInt8]

  /// Groups that a reader takes into memory: none is longer.
  static let longestGroup = 1 << 22
  private static let floatType: UInt8 = 0xFF

  init(_ properties: AudioProperties, frameCount: Int, groupFrames: Int, codec: [UInt8]) {
    precondition((1...Self.longestGroup).contains(groupFrames), "groups of \(groupFrames) frames")
    (self.properties, self.frameCount) = (properties, frameCount)
    (self.groupFrames, self.codec) = (groupFrames, codec)
  }

  /// Throws `corruptData`, and `limitExceeded` for more channels or a higher rate than the limits allow.
  init(parsing bytes: [UInt8], limits: Limits) throws(CodecError) {
    var reader = ByteReader(bytes)
    let rate = Int(try reader.read(UInt32.self, "sample rate"))
    let channels = Int(try reader.read(UInt16.self, "channels"))
    let type = try reader.read(UInt8.self, "type of the samples")
    let speakers = try reader.read(UInt32.self, "speakers")
    let frames = try reader.read(UInt64.self, "frames")
    groupFrames = Int(try reader.read(UInt32.self, "frames of a group"))
    try limits.check(audioChannels: channels, sampleRate: rate)
    guard type == Self.floatType || (8...32).contains(type), speakers.nonzeroBitCount <= channels,
      frames <= UInt64(Int.max / 2), (1...Self.longestGroup).contains(groupFrames)
    else {
      throw .corruptData(
        "HEAD: \(frames) frames of type \(type), groups of \(groupFrames), speakers \(speakers) of \(channels) channels"
      )
    }
    properties = AudioProperties(
      sampleRate: rate, channelCount: channels,
      sampleType: type == Self.floatType ? .float : .integer(bits: Int(type)), speakers: speakers)
    frameCount = Int(frames)
    codec = Array(try reader.read(reader.remaining, "parameters of the codec"))
  }

  /// The inverse of `init(parsing:)`.
  func serialized() -> [UInt8] {
    var writer = ByteWriter()
    writer.write(UInt32(properties.sampleRate))
    writer.write(UInt16(properties.channelCount))
    switch properties.sampleType {
    case .integer(let bits): writer.write(UInt8(bits))
    case .float: writer.write(Self.floatType)
    }
    writer.write(properties.speakers)
    writer.write(UInt64(frameCount))
    writer.write(UInt32(groupFrames))
    writer.write(codec)
    return writer.bytes
  }

  var groupCount: Int { frameCount / groupFrames + (frameCount % groupFrames == 0 ? 0 : 1) }

  /// The groups that hold some frames, at least one.
  func groups(of frames: Range<Int>) -> Range<Int> {
    frames.lowerBound / groupFrames..<(frames.upperBound - 1) / groupFrames + 1
  }

  /// The frames of a group.
  func frames(of group: Int) -> Range<Int> {
    group * groupFrames..<min((group + 1) * groupFrames, frameCount)
  }
}
