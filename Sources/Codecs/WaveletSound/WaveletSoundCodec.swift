import Bytes
import Container
import EntropyCoding
import Media
import Transforms

/// Sounds to latents by a wavelet packet and a linear layer, and back with a small synthesis network.
///
///     pair of channels ─► 9/7 packet ─► linear layer ─► quantizer ─► SoundLatents
///     pair of channels ◄─ inverse packet ◄─ linear layer + network ◄─────┘
///
/// "Learned Compression for Compressed Learning" (arXiv 2412.09405) without companding and peak normalization. More
/// than two channels are pairs in order; a single one, or the last of an odd number, is coded as two equal channels.
public struct WaveletSoundCodec: SteppedSoundCodec, GroupedSoundCodec {
  public let model: SoundModel
  public let properties: AudioProperties
  let stored: WaveletSoundParameters
  let grid: SoundGrid
  /// What the latents are coded with.
  let entropy: any LatentModel
  /// What a bit is worth, in thousandths of a squared step.
  var rateWeight = 60

  /// Columns on either side that the packet needs, either way.
  static let packetColumns = Float.reach

  public static let steps: ClosedRange<Float> = 0x1p-24...0.5
  /// Near the rates that the models are meant for.
  public static let usualStep: Float = 0x1p-5

  /// - Parameters:
  ///   - step: over full scale.
  ///   - primaryOnly: codes the tensor to learn from and no details: smaller, and a poorer sound.
  ///   - entropy: what the latents are coded with.
  /// - Throws: `unsupported` for a rate that the model's does not go with.
  public init(
    model: SoundModel, properties: AudioProperties, step: Float = Self.usualStep, primaryOnly: Bool = false,
    entropy: EntropyChoice = .circuit
  ) throws(CodecError) {
    let channels = primaryOnly ? model.primaryChannels : model.channels
    let circuit = model.entropyModel(entropy).digest
    try self.init(
      model, properties, WaveletSoundParameters(step: step, channels: channels, circuit: circuit))
  }

  init(
    _ model: SoundModel, _ properties: AudioProperties, _ stored: WaveletSoundParameters
  ) throws(CodecError) {
    (self.model, self.properties, self.stored) = (model, properties, stored)
    entropy = try model.entropyModel(digest: stored.circuit)
    // A column more than the packet needs: the linear layer looks at its neighbours.
    let halo = (Self.packetColumns + 1) * model.hop
    grid = try SoundGrid(
      fileRate: properties.sampleRate, modelRate: model.rate, hop: model.hop, halo: halo)
  }

  /// The codec of a file. Throws `corruptData`, `unsupported`, and `missingModel` for a circuit that the model has not.
  init(
    model: SoundModel, properties: AudioProperties, parsing parameters: [UInt8]
  ) throws(CodecError) {
    let stored = try WaveletSoundParameters(parsing: parameters)
    guard stored.channels <= model.channels else {
      throw .corruptData(
        "HEAD: \(stored.channels) channels of latents, \(model.identity.name) has \(model.channels)")
    }
    try self.init(model, properties, stored)
  }

  /// The codec of a file, by the name of its model. Throws as `init` does, and `missingModel`.
  @Sendable static func make(
    _ identity: ModelIdentity, _ parameters: SoundParameters
  ) throws(CodecError) -> any DecodableSoundCodec {
    try WaveletSoundCodec(
      model: ModelStore.soundModel(named: identity.name), properties: parameters.properties,
      parsing: parameters.codec)
  }

  /// What the latents of a file are coded with, by its parameters alone. Throws as `init(model:properties:parsing:)`.
  @Sendable static func entropy(of parameters: SoundParameters) throws(CodecError) -> EntropyChoice {
    try WaveletSoundParameters(parsing: parameters.codec).circuit == nil ? .classes : .circuit
  }

  public func with(step: Float) -> WaveletSoundCodec {
    var stored = stored
    stored.step = WaveletSoundParameters(step: step, channels: 1).step
    return WaveletSoundCodec(self, stored)
  }

  private init(_ other: WaveletSoundCodec, _ stored: WaveletSoundParameters) {
    (model, properties, grid, entropy) = (other.model, other.properties, other.grid, other.entropy)
    (rateWeight, self.stored) = (other.rateWeight, stored)
  }

  public var identity: ModelIdentity { model.identity }
  public var parameters: [UInt8] { stored.serialized() }
  public var groupFrames: Int { grid.groupFrames }
  public var margin: Int { grid.margin }

  /// Pairs of channels.
  var pairs: Int { (properties.channelCount + 1) / 2 }

  /// Step on the scale of the model's samples.
  var modelStep: Float { stored.stepOverFullScale * model.unit }

  func shape(frames: Int) -> [Int] { [pairs, Int(stored.channels), grid.columns(of: frames)] }

  public func write(_ latents: SoundLatents) -> Container.Group {
    latents.group(model: model, entropy: entropy)
  }

  public func read(_ group: Container.Group, frames: Int) throws(CodecError) -> SoundLatents {
    try SoundLatents(group, shape: shape(frames: frames), model: model, entropy: entropy)
  }
}
