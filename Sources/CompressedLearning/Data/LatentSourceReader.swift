import Bytes
import Codecs
import Synchronization
import Tables

/// Bytes of `.cdc` files to arrays. Models are read once, however many files need them.
final class LatentSourceReader: Sendable {
  /// Whether only the channels to learn from are decoded.
  let primaryOnly: Bool
  let limits: Limits
  private let models: Mutex<[ModelIdentity: Model]>

  init(models: [Model], primaryOnly: Bool, limits: Limits) {
    self.primaryOnly = primaryOnly
    self.limits = limits
    self.models = Mutex(Dictionary(models.map { ($0.identity, $0) }, uniquingKeysWith: { first, _ in first }))
  }

  /// The model that made a file, when it is one of pictures.
  func model(of bytes: [UInt8]) throws(CodecError) -> Model {
    let identity = try ImageFile.identity(of: bytes)
    guard identity != LosslessImageCodec.identity else {
      throw .unsupported("a picture kept without loss has no latents")
    }
    return try model(identity)
  }

  /// A model of pictures, built in or given. Throws `missingModel`.
  func model(_ identity: ModelIdentity) throws(CodecError) -> Model {
    if let known = models.withLock({ $0[identity] }) { return known }
    let model = try ModelStore.model(identity)
    models.withLock { $0[identity] = model }
    return model
  }

  /// Of pictures the grid of latents; of sounds [pairs · channels, 1, columns].
  func array(_ bytes: [UInt8]) throws(CodecError) -> LatentArray {
    let identity = try ImageFile.identity(of: bytes)
    if SoundCodecs.names.contains(identity.name) { return try sound(bytes) }
    let reader = try LatentReader(bytes, model: model(of: bytes), limits: limits)
    let channels = primaryOnly ? reader.primaryChannels : reader.shape[0]
    return LatentArray(
      channels: channels, height: reader.shape[1], width: reader.shape[2],
      symbols: try reader.symbols(channels: channels), step: reader.step)
  }

  private func sound(_ bytes: [UInt8]) throws(CodecError) -> LatentArray {
    let latents = try SoundLatentTensor(reading: MemorySource(bytes), limits: limits)
    let channels = primaryOnly ? latents.primaryChannels : latents.shape[1]
    return LatentArray(
      channels: latents.shape[0] * channels, height: 1, width: latents.shape[2],
      symbols: primaryOnly ? latents.primarySymbols : latents.symbols, step: latents.step)
  }

  /// The latents as other programs take them, normalised.
  func exchanged(_ bytes: [UInt8]) throws(CodecError) -> ExchangedLatents {
    let array = try array(bytes)
    let description = try LatentDescription(of: bytes, limits: limits)
    var shape = array.shape
    if case .sound(let properties, _) = description.medium {
      let pairs = (properties.channelCount + 1) / 2
      shape = [pairs, array.channels / pairs, array.width]
    }
    let latents = ExchangedLatents(NumericArray(shape: shape, .integers(array.symbols)), description)
    return try latents.normalized(models: models.withLock { Array($0.values) })
  }

  /// A group of a picture: what lies in one rectangle of the grid.
  func block(_ bytes: [UInt8], group: Int) throws(CodecError) -> LatentReader.Block {
    let reader = try LatentReader(bytes, model: model(of: bytes), limits: limits)
    guard (0..<reader.groupCount).contains(group) else {
      throw .invalidParameter("group \(group); there are \(reader.groupCount)")
    }
    return try reader.block(group, channels: primaryOnly ? reader.primaryChannels : reader.shape[0])
  }

  func groupCount(_ bytes: [UInt8]) throws(CodecError) -> Int {
    try LatentReader(bytes, model: model(of: bytes), limits: limits).groupCount
  }
}
