import Bytes
import Codecs
import CompressedLearning
import Media
import Tables

/// A `.cdc` file in memory, its header and tables read.
final class CodedFile: Sendable {
  enum Content: Sendable {
    case picture(LatentReader)
    case losslessPicture(PictureDescription)
    case latentSound(SoundLatentTensor)
    case sound(SoundFileSummary)
  }

  let bytes: [UInt8]
  let identity: ModelIdentity
  let content: Content

  /// Throws what reading the header throws; `unsupported` for what is neither a picture nor a sound.
  init(_ bytes: [UInt8]) throws(CodecError) {
    self.bytes = bytes
    identity = try ImageFile.identity(of: bytes)
    guard identity.name != TableFile.codecName else {
      throw .unsupported("a table of samples is neither a picture nor a sound")
    }
    if (ModelStore.soundNames + ModelStore.consistencyNames).contains(identity.name) {
      content = .latentSound(try SoundLatentTensor(reading: MemorySource(bytes)))
    } else if SoundCodecs.names.contains(identity.name) {
      content = .sound(try SoundFileSummary(MemorySource(bytes)))
    } else if identity == LosslessImageCodec.identity {
      content = .losslessPicture(try ImageFileSummary(parsing: bytes).picture)
    } else {
      content = .picture(try LatentReader(bytes, model: ModelCache.model(identity)))
    }
  }

  /// The latents as symbols. Throws `corruptData`; `unsupported` for a file without latents.
  func latents(primaryOnly: Bool) throws(CodecError) -> ExchangedLatents {
    switch content {
    case .picture(let reader):
      let channels = primaryOnly ? reader.primaryChannels : reader.shape[0]
      return ExchangedLatents(
        NumericArray(
          shape: [channels] + reader.shape[1...], .integers(try reader.symbols(channels: channels))),
        try description())
    case .latentSound(let latents): return ExchangedLatents(latents, primaryOnly: primaryOnly)
    case .losslessPicture, .sound: throw noLatents
    }
  }

  /// What latents like those of the file need to be decoded. Throws `unsupported` for a file without latents.
  func description() throws(CodecError) -> LatentDescription {
    switch content {
    case .picture(let reader):
      LatentDescription(model: identity, step: reader.step, medium: .picture(reader.picture))
    case .latentSound(let latents):
      LatentDescription(
        model: identity, step: latents.step,
        medium: .sound(latents.properties, frameCount: latents.frameCount))
    case .losslessPicture, .sound: throw noLatents
    }
  }

  private var noLatents: CodecError { .unsupported("a file of \(identity.name) has no latents") }
}
