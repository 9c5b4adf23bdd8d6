import Bytes
import CKernels
import Container
import EntropyCoding
import Media

/// Sounds by a lapped transform whose coefficients are quantized with one step and coded by mixed chances: as near to the
/// waveform as a rate allows.
public struct MusicCodec: SteppedSoundCodec, GroupedSoundCodec {
  let properties: AudioProperties
  let model: MusicModel
  let settings: MusicParameters
  /// Of the encoder.
  let effort: SoundEffort

  public static var steps: ClosedRange<Float> { MusicParameters.steps }
  /// Some 125 kbit/s for music in stereo.
  public static let usualStep: Float = 0x1.8p-7

  /// - Parameters:
  ///   - entropy: classes, or what is best.
  ///   - effort: of the encoder.
  /// - Precondition: the step is one of `steps`.
  public init(
    _ properties: AudioProperties, step: Float, model: MusicModel, entropy: EntropyChoice = .circuit,
    effort: SoundEffort = .usual
  ) {
    precondition(Self.steps.contains(step), "a step out of range")
    (self.properties, self.model, self.effort) = (properties, model, effort)
    settings = MusicParameters(step: step, usesClasses: entropy == .classes)
  }

  /// Throws `corruptData` or `unsupported` for parameters that no codec has.
  init(_ properties: AudioProperties, parameters: [UInt8], model: MusicModel) throws(CodecError) {
    (self.properties, self.model, effort) = (properties, model, .usual)
    settings = try MusicParameters(parsing: parameters)
  }

  /// The codec of a file.
  @Sendable static func make(
    _: ModelIdentity, _ parameters: SoundParameters
  ) throws(CodecError) -> any DecodableSoundCodec {
    try MusicCodec(parameters.properties, parameters: parameters.codec, model: MusicModel.builtIn())
  }

  public func with(step: Float) -> MusicCodec {
    MusicCodec(
      properties, step: step, model: model, entropy: settings.usesClasses ? .classes : .circuit,
      effort: effort)
  }

  public var identity: ModelIdentity { model.identity }
  public var parameters: [UInt8] { settings.serialized() }
  /// About 24 seconds: every group begins to learn anew.
  public var groupFrames: Int { Self.groupFrames(sampleRate: properties.sampleRate) }

  static func groupFrames(sampleRate: Int) -> Int {
    let unit = 4096
    return min(max(24 * sampleRate / unit, 8) * unit, SoundParameters.longestGroup)
  }
  /// What the search for segments looks at.
  public var margin: Int { SpectralTransform.half(SpectralTransform.sizes - 1) }

  /// Channels that are coded together.
  static func pairs(_ channels: Int) -> [Range<Int>] {
    stride(from: 0, to: channels, by: 2).map { $0..<min($0 + 2, channels) }
  }

  public func analyze(_ sound: AudioBuffer, frames: Int) throws(CodecError) -> MusicLatents {
    let spectrum = MusicSpectrum(
      sound, frames: frames, margin: margin, step: settings.step, effort: effort)
    return spectrum.quantized(step: settings.step, writer())
  }

  public func write(_ latents: MusicLatents) -> Container.Group {
    latents.coded ?? MusicGroup.write(latents, writer())
  }

  public func read(_ group: Container.Group, frames: Int) throws(CodecError) -> MusicLatents {
    try MusicGroup.read(group, frames: frames, channels: properties.channelCount) { payload in
      SpectrumReader(payload, model.spectra, isMixed: !settings.usesClasses)
    }
  }

  private func writer() -> SpectrumWriter { SpectrumWriter(model.spectra, isMixed: !settings.usesClasses) }

  /// What a file is coded with, by its parameters alone: classes, or nil for chances that are mixed. Throws `corruptData` or
  /// `unsupported`.
  @Sendable static func entropy(of parameters: SoundParameters) throws(CodecError) -> EntropyChoice? {
    try MusicParameters(parsing: parameters.codec).usesClasses ? .classes : nil
  }
}
