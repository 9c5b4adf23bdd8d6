import Bytes
import CSndfile

extension SoundFile {
  /// What the samples are.
  /// - Throws: `unsupported` for compression that would lose what `SampleType` promises to keep.
  func sampleType(name: String) throws(CodecError) -> SampleType {
    switch Int(info.format) & SF_FORMAT_SUBMASK {
    case SF_FORMAT_PCM_S8, SF_FORMAT_PCM_U8: return .integer(bits: 8)
    case SF_FORMAT_PCM_16: return .integer(bits: 16)
    case SF_FORMAT_PCM_24: return .integer(bits: 24)
    case SF_FORMAT_PCM_32: return .integer(bits: 32)
    case SF_FORMAT_FLOAT, SF_FORMAT_DOUBLE, SF_FORMAT_VORBIS, SF_FORMAT_OPUS: return .float
    default: throw .unsupported("\(name): samples that are neither integers of 8 to 32 bits nor floats")
    }
  }

  /// The speaker of each channel, as a bit of `AudioProperties.speakers`; nil when the file does not tell, or
  /// something that those bits cannot say.
  var channelSpeakers: [UInt32]? {
    var map = [Int32](repeating: 0, count: Int(info.channels))
    let size = Int32(map.count * MemoryLayout<Int32>.size)
    guard sf_command(handle, Int32(SFC_GET_CHANNEL_MAP_INFO), &map, size) != 0 else { return nil }
    let bits = map.compactMap { Self.speakers[Int($0)] }
    return bits.count == map.count && Set(bits).count == bits.count ? bits : nil
  }

  private static let speakers: [Int: UInt32] = [
    SF_CHANNEL_MAP_MONO: 0x4, SF_CHANNEL_MAP_LEFT: 0x1, SF_CHANNEL_MAP_RIGHT: 0x2, SF_CHANNEL_MAP_CENTER: 0x4,
    SF_CHANNEL_MAP_FRONT_LEFT: 0x1, SF_CHANNEL_MAP_FRONT_RIGHT: 0x2, SF_CHANNEL_MAP_FRONT_CENTER: 0x4,
    SF_CHANNEL_MAP_LFE: 0x8, SF_CHANNEL_MAP_REAR_LEFT: 0x10, SF_CHANNEL_MAP_REAR_RIGHT: 0x20,
    SF_CHANNEL_MAP_FRONT_LEFT_OF_CENTER: 0x40, SF_CHANNEL_MAP_FRONT_RIGHT_OF_CENTER: 0x80,
    SF_CHANNEL_MAP_REAR_CENTER: 0x100, SF_CHANNEL_MAP_SIDE_LEFT: 0x200, SF_CHANNEL_MAP_SIDE_RIGHT: 0x400,
  ]

  private static let texts: [(type: Int, name: String)] = [
    (SF_STR_TITLE, "TITLE"), (SF_STR_ARTIST, "ARTIST"), (SF_STR_ALBUM, "ALBUM"),
    (SF_STR_TRACKNUMBER, "TRACKNUMBER"), (SF_STR_DATE, "DATE"), (SF_STR_GENRE, "GENRE"),
    (SF_STR_COMMENT, "COMMENT"), (SF_STR_COPYRIGHT, "COPYRIGHT"), (SF_STR_LICENSE, "LICENSE"),
    (SF_STR_SOFTWARE, "SOFTWARE"),
  ]

  /// The texts that libsndfile knows, in a fixed order.
  var tags: [AudioMetadata.Tag] {
    Self.texts.compactMap { type, name in
      sf_get_string(handle, Int32(type)).map { AudioMetadata.Tag(name, String(cString: $0)) }
    }
  }

  /// Hands texts over, before any sample. Those without a place in the format are left out.
  func set(_ metadata: AudioMetadata) {
    for (type, name) in Self.texts {
      if let value = metadata[name] { sf_set_string(handle, Int32(type), value) }
    }
  }
}
