import Bytes
import Container
import EntropyCoding
import Media

/// Sounds as the codec of music has them, for hearing: bands have steps of their own, larger where they are louder, and
/// what became zero is filled with noise as loud as it was.
public struct HearingCodec: SteppedSoundCodec, GroupedSoundCodec {
  let properties: AudioProperties
  let model: HearingModel
  /// Factor before all steps; only an encoder needs it.
  let step: Float

  public static var steps: ClosedRange<Float> { 0x1p-16...0x1p6 }
  /// Some 165 kbit/s for music in stereo.
  public static let usualStep: Float = 0x1p-6
  private static let version: UInt8 = 2

  /// - Precondition: the step is one of `steps`.
  public init(_ properties: AudioProperties, step: Float, model: HearingModel) {
    precondition(Self.steps.contains(step), "a step out of range")
    (self.properties, self.model, self.step) = (properties, model, step)
  }

  /// Throws `corruptData` or `unsupported` for parameters that no codec has.
  init(_ properties: AudioProperties, parameters: [UInt8], model: HearingModel) throws(CodecError) {
    var reader = ByteReader(parameters)
    let version = try reader.read(UInt8.self, "version of the codec")
    guard version == Self.version else { throw .unsupported("hearing of version \(version)") }
    try reader.finish("parameters of the codec")
    self.init(properties, step: Self.usualStep, model: model)
  }

  /// The codec of a file.
  @Sendable static func make(
    _: ModelIdentity, _ parameters: SoundParameters
  ) throws(CodecError) -> any DecodableSoundCodec {
    try HearingCodec(parameters.properties, parameters: parameters.codec, model: HearingModel.builtIn())
  }

  public func with(step: Float) -> HearingCodec { HearingCodec(properties, step: step, model: model) }

  public var identity: ModelIdentity { model.identity }
  public var parameters: [UInt8] { [Self.version] }
  /// As the codec of music.
  public var groupFrames: Int { MusicCodec.groupFrames(sampleRate: properties.sampleRate) }
  /// What cutting looks at, of the groups' own blocks and of those next to them.
  public var margin: Int { HearingBlocks.frames * 3 / 2 }

  public func analyze(_ sound: AudioBuffer, frames: Int) throws(CodecError) -> HearingLatents {
    HearingAnalysis(sound, frames: frames, margin: margin, step: step).quantized(model: model.spectra)
  }

  public func write(_ latents: HearingLatents) -> Container.Group {
    latents.coded ?? HearingGroup.write(latents, model: model.spectra)
  }

  public func read(_ group: Container.Group, frames: Int) throws(CodecError) -> HearingLatents {
    try HearingGroup.read(group, frames: frames, channels: properties.channelCount, model: model.spectra)
  }

  public func synthesize(
    _ latents: HearingLatents, before: HearingLatents?, after: HearingLatents?, frames: Int
  ) -> AudioBuffer {
    let synthesis = MusicSynthesis<HearingLatents>(
      properties: properties, segments: { $0.blocks.tiling.segments }, turns: { $0.turns },
      spectrum: { $0.spectrum(of: $1, $2) })
    return synthesis.sound(latents, before: before, after: after, frames: frames)
  }
}
