import Bytes
import Container
import Media

/// Quantized latents of a whole sound: what a `.cdc` file of a latent model holds, and what networks learn from.
///
/// Reading a file up to this type needs integer entropy decoding only, no neural network.
public struct SoundLatentTensor: Equatable, Sendable {
  /// Pairs of channels of the sound, channels of the latents of each, columns.
  public let shape: [Int]
  /// The first channels are the tensor to learn from; the others are details, mostly zero, that make the sound.
  public let primaryChannels: Int
  /// Row-major [pairs, channels, columns]; channels in order of importance.
  public let symbols: [Int16]
  /// A symbol s stands for the coefficient s · step, over full scale.
  public let step: Float
  /// Standard deviations of the coefficients of each channel over the training music, over full scale.
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
    guard let codec = try SoundCodecs.codec(identity, parameters) as? WaveletSoundCodec else {
      throw .unsupported("a sound coded with \(identity.name) has no latents to learn from")
    }
    let counts = (0..<parameters.groupCount).map { codec.grid.columns(of: parameters.frames(of: $0).count) }
    let columns = counts.reduce(0, +)
    let rows = codec.pairs * Int(codec.stored.channels)
    guard columns.multipliedReportingOverflow(by: rows).partialValue <= limits.audioSamples,
      !columns.multipliedReportingOverflow(by: rows).overflow
    else { throw .limitExceeded("\(columns) columns of \(rows) latents; at most \(limits.audioSamples)") }
    var symbols: [[Int16]] = .init(repeating: [], count: rows)
    for group in 0..<parameters.groupCount {
      let latents = try codec.read(
        try container.group(group), frames: parameters.frames(of: group).count)
      for row in 0..<rows {
        symbols[row] += latents.row(row % latents.channels, of: row / latents.channels)
      }
    }
    try container.finish()
    shape = [codec.pairs, Int(codec.stored.channels), columns]
    self.symbols = symbols.flatMap { $0 }
    primaryChannels = min(codec.model.primaryChannels, shape[1])
    step = codec.stored.stepOverFullScale
    deviations = Array(codec.model.deviations.prefix(shape[1]))
    columnRate = Double(codec.model.rate) / Double(codec.model.hop)
    model = identity
    properties = parameters.properties
    frameCount = parameters.frameCount
  }

  /// The symbols of the primary channels, [pairs, primaryChannels, columns].
  public var primarySymbols: [Int16] {
    let (pair, primary) = (shape[1] * shape[2], primaryChannels * shape[2])
    return (0..<shape[0]).flatMap { symbols[$0 * pair..<$0 * pair + primary] }
  }

  /// Coefficients: symbols times the step, the same shape.
  public var coefficients: [Float] { symbols.map { Float($0) * step } }
}
