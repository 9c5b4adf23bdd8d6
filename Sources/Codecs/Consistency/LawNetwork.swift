import Bytes
import Neural

/// Mean and logarithm of the variance of the whitened residual of a chunk out of its latents, with the chunk before as
/// context.
struct LawNetwork: Sendable {
  private let tokens: ChunkTokens
  private let width: Int
  private let anchor: StackedLinearLayer
  private let level: StackedLinearLayer
  private let upper: StackedLinearLayer
  private let latents: StackedLinearLayer
  private let position: [Float]
  private let layers: [TransformerLayer]
  private let gains: [TransformerLayer.Gains]
  private let gain: [Float]
  private let mean: StackedLinearLayer
  private let variance: StackedLinearLayer
  private let upperVariance: StackedLinearLayer

  /// What is known of a chunk; logarithms are over the usual.
  struct Input {
    /// [scalars]
    var places: [Float]
    /// The anchor over the deviation, [frames, anchored].
    var anchor: [Float]
    /// [frames, fine] and [frames, upper bands].
    var level, upper: [Float]
  }

  /// [frames, fine] and [frames, upper bands]; hidden states of the fine tokens, [tokens, width].
  struct Output {
    var mean, variance, upper, hidden: [Float]
  }

  /// Throws `corruptData`.
  init(_ file: SafeTensors, _ description: ConsistencyDescription) throws(CodecError) {
    (tokens, width) = (description.tokens, description.width)
    let prefix = "decoder."
    let (numbers, pairs) = (tokens.numbers(bins: ChunkShape.patch), tokens.numbers(bins: 2))
    anchor = try file.matrices(
      prefix + "anchor", count: ChunkShape.anchorRows, outputs: width, inputs: numbers)
    level = try file.matrices(prefix + "level", count: ChunkShape.rows, outputs: width, inputs: numbers)
    upper = try file.matrices(prefix + "upper", count: ChunkShape.upperRows, outputs: width, inputs: pairs)
    latents = try file.matrices(
      prefix + "latents", count: ChunkShape.summaries, outputs: width, inputs: ChunkShape.each)
    position = try file.stepped(prefix + "position", shape: [tokens.count, width])
    (layers, gains) = try file.layers(
      prefix, count: description.layers.decoder, width: width, hasContext: true)
    gain = try file.vector(prefix + "gain", shape: [width])
    mean = try file.matrices(prefix + "mean", count: ChunkShape.rows, outputs: numbers, inputs: width)
    variance = try file.matrices(prefix + "variance", count: ChunkShape.rows, outputs: numbers, inputs: width)
    upperVariance = try file.matrices(
      prefix + "upper_variance", count: ChunkShape.upperRows, outputs: pairs, inputs: width)
  }

  /// - Parameter memories: of the layers, of the chunk before; none where there is none. Those of this chunk afterwards.
  func callAsFunction(_ input: Input, memories: inout [TransformerLayer.Memory]) -> Output {
    var z = level(tokens.patches(input.level.map { $0 / 4 }, bins: ChunkShape.fine))
    let anchored = anchor(tokens.patches(padded(compressed(input.anchor)), bins: Self.anchorBins))
    for index in anchored.indices { z[index] += anchored[index] }
    z += upper(tokens.patches(input.upper.map { $0 / 4 }, bins: ChunkShape.upperBands, patch: 2))
    z += latents(input.places.map { 2 * $0 })
    for index in z.indices { z[index] += position[index] }
    memories = layers.indices.map { index in
      layers[index].apply(&z, gains: gains[index], before: index < memories.count ? memories[index] : nil)
    }
    let all = TransformerLayer.normalized(z, gain: gain)
    let hidden = Array(all[..<(tokens.fine * width)])
    let above = Array(all[(tokens.fine * width)..<((tokens.fine + tokens.upper) * width)])
    return Output(
      mean: tokens.frames(mean(hidden), bins: ChunkShape.fine),
      variance: tokens.frames(variance(hidden), bins: ChunkShape.fine),
      upper: tokens.frames(upperVariance(above), bins: ChunkShape.upperBands, patch: 2), hidden: hidden)
  }

  private static let anchorBins = ChunkShape.anchorRows * ChunkShape.patch

  /// Rows of the anchor, filled up to whole patches.
  private func padded(_ values: [Float]) -> [Float] {
    let missing = [Float](repeating: 0, count: Self.anchorBins - ChunkShape.anchored)
    return (0..<ChunkShape.frames).flatMap { frame in
      values[frame * ChunkShape.anchored..<(frame + 1) * ChunkShape.anchored] + missing
    }
  }
}
