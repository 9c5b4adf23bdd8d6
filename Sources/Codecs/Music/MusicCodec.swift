import Bytes
import CKernels
import Container
import EntropyCoding
import Media

/// Sounds by a lapped transform whose coefficients are quantized with one step and coded by mixed chances: as near to the
/// waveform as a rate allows.
public struct MusicCodec: SteppedSoundCodec {
  let properties: AudioProperties
  let model: MusicModel
  let settings: MusicParameters

  public static var steps: ClosedRange<Float> { MusicParameters.steps }
  /// Some 100 kbit/s for music in stereo.
  public static let usualStep: Float = 0x1p-9

  /// - Precondition: the step is one of `steps`.
  public init(_ properties: AudioProperties, step: Float, model: MusicModel) {
    precondition(Self.steps.contains(step), "a step out of range")
    (self.properties, self.model) = (properties, model)
    settings = MusicParameters(step: step)
  }

  /// Throws `corruptData` or `unsupported` for parameters that no codec has.
  init(_ properties: AudioProperties, parameters: [UInt8], model: MusicModel) throws(CodecError) {
    (self.properties, self.model) = (properties, model)
    settings = try MusicParameters(parsing: parameters)
  }

  /// The codec of a file.
  @Sendable static func make(
    _: ModelIdentity, _ parameters: SoundParameters
  ) throws(CodecError) -> any SoundCodec {
    try MusicCodec(parameters.properties, parameters: parameters.codec, model: MusicModel.builtIn())
  }

  public func with(step: Float) -> MusicCodec { MusicCodec(properties, step: step, model: model) }

  public var identity: ModelIdentity { model.identity }
  public var parameters: [UInt8] { settings.serialized() }
  /// About 24 seconds: every group begins to learn anew.
  public var groupFrames: Int {
    let blocks = 24 * properties.sampleRate / SpectralTransform.longest
    return min(max(blocks, 8) * SpectralTransform.longest, SoundParameters.longestGroup)
  }
  /// Groups lap over one another by as little as the shortest segments.
  public var margin: Int { SpectralTransform.half(0) }

  /// Channels that are coded together.
  static func pairs(_ channels: Int) -> [Range<Int>] {
    stride(from: 0, to: channels, by: 2).map { $0..<min($0 + 2, channels) }
  }

  public func analyze(_ sound: AudioBuffer, frames: Int) throws(CodecError) -> MusicLatents {
    let spectrum = MusicSpectrum(sound, frames: frames, margin: margin, step: settings.step)
    return spectrum.quantized(step: settings.step, model: model.spectra)
  }

  public func write(_ latents: MusicLatents) -> Container.Group {
    latents.coded ?? MusicGroup.write(latents, model: model.spectra)
  }

  public func read(_ group: Container.Group, frames: Int) throws(CodecError) -> MusicLatents {
    try MusicGroup.read(group, frames: frames, channels: properties.channelCount, model: model.spectra)
  }
}
