import Bytes
import CodecInterface
import Codecs
import CompressedLearning
import Media

/// Samples that were decoded.
enum DecodedMedium {
  case picture(Image)
  case sound(AudioBuffer)

  /// Throws as the readers of files do.
  init(_ file: CodedFile, threads: Int) throws {
    switch file.content {
    case .picture(let reader):
      let coded = try ImageFile(parsing: file.bytes, model: reader.model, threads: threads)
      self = .picture(try WaveletImageCodec(model: reader.model).synthesize(coded.latents, threads: threads))
    case .losslessPicture: self = .picture(try LosslessImageCodec.decode(file.bytes, threads: threads))
    case .latentSound, .sound: try self.init(soundFile: file.bytes, threads: threads)
    }
  }

  /// Throws `invalidParameter` for latents that do not fit their description.
  init(_ latents: ExchangedLatents, threads: Int) throws {
    if let sound = try latents.sound() {
      try self.init(soundFile: sound.serialized(), threads: threads)
    } else if let (picture, model) = try latents.picture() {
      self = .picture(try WaveletImageCodec(model: model).synthesize(picture, threads: threads))
    } else {
      throw CodecError.corruptData("latents of neither a picture nor a sound")
    }
  }

  private init(soundFile bytes: [UInt8], threads: Int) throws {
    self = .sound(try SoundFileReader(MemorySource(bytes), threads: threads).readAll())
  }

  /// Of pictures height, width, channels; of sounds channels, frames.
  var array: codec_array {
    switch self {
    case .picture(let image):
      let shape = [image.height, image.width, image.channels.rawValue]
      return switch image.samples {
      case .eight(let values): codec_array(values, shape: shape)
      case .sixteen(let values): codec_array(values, shape: shape)
      }
    case .sound(let sound):
      let shape = [sound.properties.channelCount, sound.frameCount]
      return switch sound.samples {
      case .integers(let values): codec_array(values, shape: shape)
      case .floats(let values): codec_array(values, shape: shape)
      }
    }
  }
}
