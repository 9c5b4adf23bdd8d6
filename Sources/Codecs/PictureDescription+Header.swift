import Bytes
import Media

extension PictureDescription {
  /// The part of the codec parameters that all codecs of pictures begin with: FORMAT.md, "Image codec parameters".
  ///
  /// Throws `corruptData`, and `limitExceeded` for a picture that is too large.
  init(reading reader: inout ByteReader, limits: Limits) throws(CodecError) {
    let width = Int(try reader.read(UInt32.self, "picture width"))
    let height = Int(try reader.read(UInt32.self, "picture height"))
    let channels = Int(try reader.read(UInt8.self, "picture channels"))
    let depth = Int(try reader.read(UInt8.self, "sample depth"))
    guard let channels = Channels(rawValue: channels), depth == 8 || depth == 16, width > 0, height > 0 else {
      throw .corruptData("HEAD: a picture of \(width)x\(height), \(channels) channels of \(depth) bits")
    }
    try limits.check(width: width, height: height)
    self.init(width: width, height: height, channels: channels, depth: depth)
  }

  /// The inverse of `init(reading:limits:)`.
  func write(to writer: inout ByteWriter) {
    writer.write(UInt32(width))
    writer.write(UInt32(height))
    writer.write(UInt8(channels.rawValue))
    writer.write(UInt8(depth))
  }

  /// Samples in all, over every channel.
  var sampleCount: Int { width * height * channels.rawValue }
}
