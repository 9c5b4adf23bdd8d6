import CodecInterface
import Codecs
import Media

extension codec_description {
  init(_ file: CodedFile) {
    self.init()
    withUnsafeMutableBytes(of: &model) { Self.copy(file.identity.name, into: $0) }
    withUnsafeMutableBytes(of: &digest) { Self.copy(file.identity.hexadecimal, into: $0) }
    switch file.content {
    case .picture(let reader):
      set(reader.picture)
      has_latents = 1
      step = reader.step
      stride = if case .uniform(let levels) = reader.model.grid { 1 << Int32(levels) } else { 1 }
      primary_channels = Int32(reader.primaryChannels)
    case .losslessPicture(let picture): set(picture)
    case .latentSound(let latents):
      set(latents.properties, frameCount: latents.frameCount)
      has_latents = 1
      step = latents.step
      column_rate = latents.columnRate
      primary_channels = Int32(latents.primaryChannels)
    case .sound(let summary): set(summary.properties, frameCount: summary.frameCount)
    }
  }

  private mutating func set(_ picture: PictureDescription) {
    medium = Int32(CODEC_PICTURE)
    (width, height) = (Int64(picture.width), Int64(picture.height))
    (channels, bits) = (Int32(picture.channels.rawValue), Int32(picture.depth))
  }

  private mutating func set(_ sound: AudioProperties, frameCount: Int) {
    medium = Int32(CODEC_SOUND)
    (rate, frames, channels) = (Int64(sound.sampleRate), Int64(frameCount), Int32(sound.channelCount))
    bits = if case .integer(let bits) = sound.sampleType { Int32(bits) } else { 0 }
  }

  /// Text that fits but for its end, which is zero.
  private static func copy(_ text: String, into bytes: UnsafeMutableRawBufferPointer) {
    bytes.copyBytes(from: Array(text.utf8.prefix(bytes.count - 1)) + [0])
  }
}
