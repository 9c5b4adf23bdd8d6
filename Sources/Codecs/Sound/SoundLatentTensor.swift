import Bytes
import Container
import Media

/// Quantized latents of a whole sound: what a `.cdc` file of a latent model holds, and what networks learn from.
///
/// Reading a file up to this type needs integer entropy decoding only, no neural network.
public struct SoundLatentTensor: Equatable, Sendable {
  /// Pairs of channels of the sound, channels of the latents of each, columns.
  public let shape: [Int]
  /// The first channels are the tensor to learn from; the others are details that make the sound.
  public let primaryChannels: Int
  /// Row-major [pairs, channels, columns].
  public let symbols: [Int16]
  /// A symbol s stands for the coefficient s · step: over full scale in wavelet models, over the scale of the scalar in
  /// consistency models.
  public let step: Float
  /// Standard deviations of the coefficients of each channel over the training music, in the same unit.
  public let deviations: [Float]
  /// Columns in a second.
  public let columnRate: Double
  /// Which model made it and can decode it.
  public let model: ModelIdentity
  public let properties: AudioProperties
  /// Frames of the sound.
  public let frameCount: Int

  /// Reads the latents of a file.
  ///
  /// - Throws: as `SoundFileReader`; `unsupported` for a file of another codec, `limitExceeded` for more than
  ///   `limits.audioSamples` symbols.
  public init(reading source: any ByteSource, limits: Limits = .standard) throws(CodecError) {
    let container = try ContainerReader(source, limits: limits)
    let parameters = try SoundParameters(parsing: container.header.parameters, limits: limits)
    let identity = ModelIdentity(name: container.header.codec, digest: container.header.modelDigest)
    guard container.groupCount == parameters.groupCount else {
      throw .corruptData("GRPS: \(container.groupCount) groups, the sound has \(parameters.groupCount)")
    }
    guard let codec = try SoundCodecs.codec(identity, parameters) as? any LatentSoundCodec else {
      throw .unsupported("a sound coded with \(identity.name) has no latents to learn from")
    }
    let columns = codec.groupColumns(frameCount: parameters.frameCount).reduce(0, +)
    let rows = codec.latentPairs * codec.latentChannels
    guard columns.multipliedReportingOverflow(by: rows).partialValue <= limits.audioSamples,
      !columns.multipliedReportingOverflow(by: rows).overflow
    else { throw .limitExceeded("\(columns) columns of \(rows) latents; at most \(limits.audioSamples)") }
    var symbols: [[Int16]] = .init(repeating: [], count: rows)
    for group in 0..<parameters.groupCount {
      let read = try codec.latentRows(
        try container.group(group), frames: parameters.frames(of: group).count)
      for row in 0..<rows { symbols[row] += read[row] }
    }
    try container.finish()
    self.init(symbols.flatMap { $0 }, columns: columns, codec: codec, frameCount: parameters.frameCount)
  }

  /// - Parameter symbols: of the codec's channels.
  init(_ symbols: [Int16], columns: Int, codec: some LatentSoundCodec, frameCount: Int) {
    shape = [codec.latentPairs, codec.latentChannels, columns]
    precondition(symbols.count == shape.reduce(1, *), "symbols that do not fill the shape")
    self.symbols = symbols
    primaryChannels = codec.primaryLatentChannels
    step = codec.latentStep
    deviations = Array(codec.latentModel.latentDeviations.prefix(shape[1]))
    columnRate = codec.columnRate
    model = codec.identity
    properties = codec.properties
    self.frameCount = frameCount
  }

  /// Throws `invalidParameter` unless the symbols are those of a sound under the codec; `limitExceeded`.
  init(
    checking symbols: [Int16], codec: some LatentSoundCodec, frameCount: Int, limits: Limits
  ) throws(CodecError) {
    guard (0...limits.audioSamples).contains(frameCount) else {
      throw .limitExceeded("\(frameCount) frames; at most \(limits.audioSamples)")
    }
    let columns = codec.groupColumns(frameCount: frameCount).reduce(0, +)
    let (pairs, channels) = (codec.latentPairs, codec.latentChannels)
    guard symbols.count == pairs * channels * columns else {
      throw .invalidParameter(
        "\(symbols.count) symbols; \(frameCount) frames have \(pairs)x\(channels)x\(columns)")
    }
    self.init(symbols, columns: columns, codec: codec, frameCount: frameCount)
  }

  /// The symbols of the primary channels, [pairs, primaryChannels, columns].
  public var primarySymbols: [Int16] {
    let (pair, primary) = (shape[1] * shape[2], primaryChannels * shape[2])
    return (0..<shape[0]).flatMap { symbols[$0 * pair..<$0 * pair + primary] }
  }

  /// Coefficients: symbols times the step, the same shape.
  public var coefficients: [Float] { symbols.map { Float($0) * step } }
}
