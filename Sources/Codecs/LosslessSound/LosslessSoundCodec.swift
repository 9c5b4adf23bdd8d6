import Bytes
import Container
import EntropyCoding
import Media

/// Sounds without loss: every sample comes back as it was, integers of 8 to 32 bits and floats.
///
/// No model file, the same bytes on every machine and at any number of threads. FORMAT.md describes the stream.
public struct LosslessSoundCodec: GroupedSoundCodec {
  /// Samples of a group as they are coded.
  public struct Latents: Equatable, Sendable {
    /// Of every channel, as many.
    let channels: [[Int32]]
    /// What they stand for.
    let meaning: SampleMeaning
  }

  /// What stands in a file in place of a model.
  public static let identity = ModelIdentity(
    name: "lossless-sound", digest: [UInt8](repeating: 0, count: Container.Header.digestBytes))

  public let level: LosslessSoundLevel
  public let properties: AudioProperties

  /// Long, because every group begins to learn anew: half as many frames cost 0.05 %.
  public static let groupFrames = 1 << 19

  public init(_ properties: AudioProperties, level: LosslessSoundLevel = .standard) {
    (self.properties, self.level) = (properties, level)
  }

  /// The codec of a file. Throws `corruptData` for parameters that no file has.
  init(parsing parameters: [UInt8], _ properties: AudioProperties) throws(CodecError) {
    var reader = ByteReader(parameters)
    let value = try reader.read(UInt8.self, "level")
    try reader.finish("parameters of the codec")
    guard let level = LosslessSoundLevel(rawValue: value) else {
      throw .corruptData("HEAD: no level \(value)")
    }
    self.init(properties, level: level)
  }

  /// The codec of a file.
  @Sendable static func make(
    _: ModelIdentity, _ parameters: SoundParameters
  ) throws(CodecError) -> any DecodableSoundCodec {
    try LosslessSoundCodec(parsing: parameters.codec, parameters.properties)
  }

  public var identity: ModelIdentity { Self.identity }
  public var parameters: [UInt8] { [level.rawValue] }
  public var groupFrames: Int { Self.groupFrames }
  public var margin: Int { 0 }

  public func analyze(_ sound: AudioBuffer, frames: Int) throws(CodecError) -> Latents {
    precondition(sound.properties.channelCount == properties.channelCount, "a sound of other channels")
    precondition(sound.frameCount == frames, "a group without margins")
    let (values, meaning) =
      switch sound.samples {
      case .integers(let values): (values, SampleMeaning.integers)
      case .floats(let values): SampleMeaning.integers(of: values)
      }
    let channels = (0..<properties.channelCount).map { Array(values[$0 * frames..<($0 + 1) * frames]) }
    return Latents(channels: channels, meaning: meaning)
  }

  public func write(_ latents: Latents) -> Container.Group {
    LosslessSoundGroup(latents, level: level).group
  }

  public func read(_ group: Container.Group, frames: Int) throws(CodecError) -> Latents {
    let latents = try LosslessSoundGroup.read(
      group, level: level, channelCount: properties.channelCount, frames: frames)
    switch properties.sampleType {
    case .integer(let bits):
      let unused = Int32(32 - bits)
      let fits = latents.channels.allSatisfy { $0.allSatisfy { ($0 << unused) >> unused == $0 } }
      guard latents.meaning == .integers, fits else {
        throw .corruptData("a group has other samples than \(properties.sampleType)")
      }
    case .float:
      let isFinite = latents.channels.allSatisfy { $0.allSatisfy { latents.meaning.float($0).isFinite } }
      guard latents.meaning != .integers, isFinite else {
        throw .corruptData("a group has other samples than \(properties.sampleType)")
      }
    }
    return latents
  }

  public func synthesize(
    _ latents: Latents, before _: Latents?, after _: Latents?, frames: Int
  ) -> AudioBuffer {
    let values = latents.channels.flatMap { $0 }
    switch properties.sampleType {
    case .integer: return AudioBuffer(properties, .integers(values))
    case .float: return AudioBuffer(properties, .floats(values.map { latents.meaning.float($0) }))
    }
  }
}
