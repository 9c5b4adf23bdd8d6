import Bytes
import CodecInterface
import Codecs
import Container
import EntropyCoding
import Media

/// Arrays to `.cdc` files, as `codec encode` makes them.
struct Encoding {
  let model: String?
  let quality: Double
  let step: Float?
  let isLossless: Bool
  let entropy: EntropyChoice
  /// nil: none were asked for.
  let levels: SummaryLevels?
  let threads: Int

  /// Throws `invalidParameter`.
  init(_ encoding: codec_encoding) throws(CodecError) {
    guard (0...100).contains(encoding.quality) else {
      throw .invalidParameter("quality \(encoding.quality); it is 0 to 100")
    }
    model = encoding.model.map { String(cString: $0) }
    quality = encoding.quality
    step = encoding.step == 0 ? nil : encoding.step
    isLossless = encoding.lossless != 0
    entropy = encoding.classes != 0 ? .classes : .circuit
    levels = SummaryLevels(rawValue: Int(encoding.levels))
    guard encoding.levels == 0 || levels != nil else {
      let known = SummaryLevels.allCases.map { "\($0.rawValue)" }.joined(separator: ", ")
      throw .invalidParameter("\(encoding.levels) levels; they are \(known)")
    }
    threads = try ThreadCount.checked(encoding.threads)
  }

  func encode(picture array: codec_array) throws -> [UInt8] {
    let image = try image(array)
    if isLossless { return try LosslessImageCodec.encode(image, threads: threads) }
    var model = try ModelCache.model(named: model ?? ModelStore.names[0])
    if image.channels.colourCount == 1, let gray = model.grayModel {
      model = try ModelCache.model(named: gray)
    }
    let latents = try WaveletImageCodec(model: model).analyze(
      image, WaveletImageCodec.Options(step: step ?? Quality.step(for: quality), threads: threads))
    return try ImageFile(latents: latents).serialized(model: model, entropy: entropy, threads: threads)
  }

  private func image(_ array: codec_array, limits: Limits = .standard) throws(CodecError) -> Image {
    let sizes = try array.sizes(3)
    try limits.check(width: sizes[1], height: sizes[0])
    guard let channels = Channels(rawValue: sizes[2]) else {
      throw .invalidParameter("a picture of \(sizes[2]) channels; it has 1 to 4")
    }
    let samples: Samples
    switch array.type {
    case UInt8.arrayType: samples = .eight(array.copied(sizes))
    case UInt16.arrayType: samples = .sixteen(array.copied(sizes))
    default: throw .invalidParameter("a picture is of integers of 8 or 16 bits without a sign")
    }
    return Image(width: sizes[1], height: sizes[0], channels: channels, samples: samples)
  }

  /// - Parameter bits: of integers, 8 to 32.
  func encode(sound array: codec_array, bits: Int, rate: Int) throws -> [UInt8] {
    let reader = try BufferReader(sound(array, bits: bits, rate: rate))
    let sink = MemorySink()
    _ = try SoundFileWriter.write(
      reader, codec: codec(for: reader.properties), scratch: MemoryScratch(), to: sink, threads: threads)
    return sink.bytes
  }

  private func sound(
    _ array: codec_array, bits: Int, rate: Int, limits: Limits = .standard
  ) throws(CodecError) -> AudioBuffer {
    let sizes = try array.sizes(2)
    try limits.check(audioChannels: sizes[0], sampleRate: rate)
    func properties(_ type: SampleType) -> AudioProperties {
      AudioProperties(sampleRate: rate, channelCount: sizes[0], sampleType: type)
    }
    switch array.type {
    case Int32.arrayType:
      guard (8...32).contains(bits) else {
        throw .invalidParameter("samples of \(bits) bits; 8 to 32 are known")
      }
      return AudioBuffer(properties(.integer(bits: bits)), .integers(array.copied(sizes)))
    case Float.arrayType: return AudioBuffer(properties(.float), .floats(array.copied(sizes)))
    default: throw .invalidParameter("a sound is of integers of 32 bits or of floats")
    }
  }

  private func codec(for properties: AudioProperties) throws(CodecError) -> any SoundCodec {
    if isLossless { return SoundCodecs.lossless(properties) }
    let name = model ?? SoundCodecs.standardName
    if SoundCodecs.consistencyNames.contains(name) {
      let codec = try SoundCodecs.consistency(properties, model: name, levels: levels ?? .thirtyThree)
      return try withStep(codec) ?? codec
    }
    guard levels == nil else {
      throw .invalidParameter(
        "levels are of \(SoundCodecs.consistencyNames.joined(separator: ", ")), not of \(name)")
    }
    guard SoundCodecs.modelNames.contains(name) else {
      let known = SoundCodecs.modelNames + SoundCodecs.consistencyNames
      throw .missingModel("no model \(name) of sounds; there are \(known.joined(separator: ", "))")
    }
    let codec = try SoundCodecs.lossy(properties, model: name, entropy: entropy)
    return try withStep(codec)
      ?? codec.with(step: SoundQuality.step(for: quality, codec: type(of: codec)))
  }

  /// The codec with the step that is asked for; nil: none is.
  private func withStep(_ codec: any SteppedSoundCodec) throws(CodecError) -> (any SoundCodec)? {
    guard let step else { return nil }
    let steps = type(of: codec).steps
    guard steps.contains(step / SoundQuality.scale) else {
      throw .invalidParameter(
        "step \(step); it must lie in \(steps.lowerBound * SoundQuality.scale)...\(steps.upperBound * SoundQuality.scale)"
      )
    }
    return codec.with(step: step / SoundQuality.scale)
  }
}
