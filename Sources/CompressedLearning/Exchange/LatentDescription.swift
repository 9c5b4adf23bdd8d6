import Bytes
import Codecs
import Media

/// What latents need besides their numbers to become a picture or a sound: what made them, their step, and the size.
public struct LatentDescription: Equatable, Sendable {
  public enum Medium: Equatable, Sendable {
    case picture(PictureDescription)
    case sound(AudioProperties, frameCount: Int)
  }

  public let model: ModelIdentity
  /// A symbol s stands for the coefficient s · step.
  public let step: Float
  public let medium: Medium

  public init(model: ModelIdentity, step: Float, medium: Medium) {
    (self.model, self.step, self.medium) = (model, step, medium)
  }

  /// What a `.cdc` file says. Throws as reading its header does; `unsupported` for a file without latents.
  public init(of file: [UInt8], limits: Limits = .standard) throws(CodecError) {
    let identity = try ImageFile.identity(of: file)
    if SoundCodecs.names.contains(identity.name) {
      let latents = try SoundLatentTensor(reading: MemorySource(file), limits: limits)
      self.init(
        model: identity, step: latents.step,
        medium: .sound(latents.properties, frameCount: latents.frameCount))
    } else {
      let summary = try ImageFileSummary(parsing: file, limits: limits)
      guard let step = summary.step else { throw .unsupported("a picture kept without loss has no latents") }
      self.init(model: identity, step: step, medium: .picture(summary.picture))
    }
  }
}

extension LatentDescription {
  private static let format = "codec latents 1"

  /// Whether the metadata of a file are those of latents.
  static func describes(_ metadata: [String: String]) -> Bool { metadata["format"] == format }

  /// As text, for the head of a safetensors file.
  var metadata: [String: String] {
    var result = [
      "format": Self.format, "model": model.name, "digest": model.hexadecimal, "step": step.description,
    ]
    switch medium {
    case .picture(let picture):
      result["width"] = String(picture.width)
      result["height"] = String(picture.height)
      result["channels"] = String(picture.channels.rawValue)
      result["depth"] = String(picture.depth)
    case .sound(let properties, let frames):
      result["rate"] = String(properties.sampleRate)
      result["channels"] = String(properties.channelCount)
      result["speakers"] = String(properties.speakers)
      result["frames"] = String(frames)
      if case .integer(let bits) = properties.sampleType { result["bits"] = String(bits) }
    }
    return result
  }

  /// The inverse of `metadata`. Throws `corruptData` and `limitExceeded`.
  init(metadata: [String: String], limits: Limits) throws(CodecError) {
    func number(_ name: String) throws(CodecError) -> Int {
      guard let value = metadata[name].flatMap({ Int($0) }), value >= 0 else {
        throw .corruptData("latents: \(name) is missing or no number")
      }
      return value
    }
    guard Self.describes(metadata),
      let identity = ModelIdentity(name: metadata["model"] ?? "", hexadecimal: metadata["digest"] ?? ""),
      let step = metadata["step"].flatMap({ Float($0) }), step.isFinite, step > 0
    else { throw .corruptData("latents: format, model, digest or step are not as they must be") }
    let channels = try number("channels")
    if metadata["frames"] == nil {
      let (width, height, depth) = (try number("width"), try number("height"), try number("depth"))
      try limits.check(width: width, height: height)
      guard let channels = Channels(rawValue: channels), depth == 8 || depth == 16 else {
        throw .corruptData("latents: a picture of \(channels) channels and \(depth) bits")
      }
      medium = .picture(PictureDescription(width: width, height: height, channels: channels, depth: depth))
    } else {
      let (rate, frames, bits) = (
        try number("rate"), try number("frames"), try metadata["bits"] == nil ? 8 : number("bits")
      )
      try limits.check(audioChannels: channels, sampleRate: rate)
      guard let speakers = try UInt32(exactly: number("speakers")), speakers.nonzeroBitCount <= channels,
        (8...32).contains(bits)
      else { throw .corruptData("latents: speakers or bits are not as they must be") }
      let properties = AudioProperties(
        sampleRate: rate, channelCount: channels,
        sampleType: metadata["bits"] == nil ? .float : .integer(bits: bits), speakers: speakers)
      medium = .sound(properties, frameCount: frames)
    }
    model = identity
    self.step = step
  }
}
