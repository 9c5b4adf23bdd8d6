import Bytes
import Container
import EntropyCoding
import Media

/// Sounds at 2 to 3 kbit/s by a consistency model: 512 scalars for 32,768 samples, which stand for a Gaussian law of the
/// coefficients of a lapped transform; what they leave open is noise, refined or not.
///
///     pair ─► mid, side ─► lapped transform ─► linear maps + summary transformer ─► ConsistencyLatents
///     pair ◄─ mid, side ◄─ inverse ◄─ law + noise ◄─ transformer with the chunk before ◄──────┘
///
/// After Music2Latent2 (arXiv 2501.17578), with the envelope first: docs/consistency.md. More than two channels are pairs
/// in order.
public struct ConsistencyCodec: SteppedSoundCodec {
  public let model: ConsistencyModel
  public let properties: AudioProperties
  let stored: ConsistencyParameters
  let grid: SoundGrid
  /// Where the waveform counts.
  let waveform: WaveformLayer?

  /// Of the waveform layer.
  public static var steps: ClosedRange<Float> { MusicParameters.steps }
  /// Some 3 kbit/s more.
  public static let usualStep: Float = 0x1p-2

  /// Frames of coefficients of a group, at most: 17 seconds. The first chunk of a group has no context and costs a tenth
  /// more.
  private static let columns = 736

  /// - Parameters:
  ///   - steps: of refinement, as the file will say; nil: the model's own.
  ///   - seed: of the noise.
  /// - Throws: `unsupported` for a rate that the model's does not go with; `invalidParameter` for more steps than the model
  ///   has.
  public init(
    model: ConsistencyModel, properties: AudioProperties, levels: SummaryLevels = .thirtyThree,
    steps: Int? = nil, seed: UInt64 = 0
  ) throws(CodecError) {
    let steps = steps ?? model.usualSteps
    guard (0...model.mostSteps).contains(steps) else {
      throw .invalidParameter("\(steps) steps; \(model.identity.name) has \(model.mostSteps)")
    }
    try self.init(model, properties, ConsistencyParameters(levels: levels, steps: steps, seed: seed))
  }

  private init(
    _ model: ConsistencyModel, _ properties: AudioProperties, _ stored: ConsistencyParameters
  ) throws(CodecError) {
    (self.model, self.properties, self.stored) = (model, properties, stored)
    waveform = stored.waveform.map { WaveformLayer(music: model.music, step: $0.step) }
    grid = try SoundGrid(
      fileRate: properties.sampleRate, modelRate: ChunkShape.rate, hop: ChunkShape.hop,
      halo: ChunkShape.samples, columns: Self.columns)
  }

  /// With a waveform layer of a step.
  public func with(step: Float) -> ConsistencyCodec { ConsistencyCodec(self, step: step) }

  /// - Precondition: the step is one of `steps`.
  private init(_ other: ConsistencyCodec, step: Float) {
    precondition(Self.steps.contains(step), "a step out of range")
    (model, properties, grid) = (other.model, other.properties, other.grid)
    let layer = ConsistencyParameters.Waveform(step: step, digest: model.music.identity.digest)
    stored = ConsistencyParameters(
      levels: other.stored.levels, steps: other.stored.steps, seed: other.stored.seed, waveform: layer)
    waveform = WaveformLayer(music: model.music, step: step)
  }

  /// The codec of a file. Throws `corruptData`, `unsupported` and `missingModel`.
  @Sendable static func make(
    _ identity: ModelIdentity, _ parameters: SoundParameters
  ) throws(CodecError) -> any DecodableSoundCodec {
    let model = try ModelStore.consistencyModel(named: identity.name)
    let stored = try ConsistencyParameters(parsing: parameters.codec)
    guard stored.steps <= model.mostSteps else {
      throw .corruptData("HEAD: \(stored.steps) steps, \(model.identity.name) has \(model.mostSteps)")
    }
    guard stored.waveform?.digest ?? model.music.identity.digest == model.music.identity.digest else {
      throw .missingModel("the file's waveform needs another version of \(model.music.identity.name)")
    }
    return try ConsistencyCodec(model, parameters.properties, stored)
  }

  public var identity: ModelIdentity { model.identity }
  public var parameters: [UInt8] { stored.serialized() }
  public var groupFrames: Int { grid.groupFrames }
  public var margin: Int { grid.margin }

  /// Chunks of a group of so many frames; the last one may reach behind it.
  func chunks(of frames: Int) -> Int {
    (grid.columns(of: frames) + ChunkShape.frames - 1) / ChunkShape.frames
  }

  public func write(_ latents: ConsistencyLatents) -> Container.Group {
    ConsistencyGroup.write(latents, levels: stored.levels, model: model.entropy, waveform: waveform)
  }

  public func read(_ group: Container.Group, frames: Int) throws(CodecError) -> ConsistencyLatents {
    try ConsistencyGroup.read(
      group, chunks: chunks(of: frames), channels: properties.channelCount, levels: stored.levels,
      model: model.entropy, waveform: waveform)
  }
}
