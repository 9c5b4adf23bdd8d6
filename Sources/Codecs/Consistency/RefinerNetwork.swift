import Bytes
import Neural

/// The consistency function of the whitened residual of the fine coefficients, given what the law's network knows:
/// f(x, s) = x / √(1 + s²) + s / √(1 + s²) F, with F = 0 that of white noise.
struct RefinerNetwork: Sendable {
  private let tokens: ChunkTokens
  private let width: Int
  private let sigmas: [Float]
  private let input: StackedLinearLayer
  private let condition: LinearLayer
  private let position: [Float]
  private let layers: [TransformerLayer]
  /// [levels of noise][norms], each [width].
  private let scales: [[[Float]]]
  private let output: StackedLinearLayer

  /// Throws `corruptData`.
  init(_ file: SafeTensors, _ description: ConsistencyDescription) throws(CodecError) {
    (tokens, width, sigmas) = (description.tokens, description.width, description.sigmas)
    let prefix = "refiner."
    let numbers = tokens.numbers(bins: ChunkShape.patch)
    input = try file.matrices(prefix + "input", count: ChunkShape.rows, outputs: width, inputs: numbers)
    condition = try file.matrix(prefix + "condition", outputs: width, inputs: width)
    position = try file.stepped(prefix + "position", shape: [tokens.fine, width])
    var layers: [TransformerLayer] = []
    for index in 0..<description.layers.refiner {
      layers.append(
        try TransformerLayer(file, prefix: "\(prefix)layers.\(index).", width: width, hasContext: true))
    }
    self.layers = layers
    let (norms, width) = (2 * layers.count + 1, width)
    let table = try file.vector(prefix + "scales", shape: [sigmas.count, norms, width])
    scales = sigmas.indices.map { level in
      (0..<norms).map { norm in
        let start = (level * norms + norm) * width
        return Array(table[start..<start + width])
      }
    }
    output = try file.matrices(prefix + "output", count: ChunkShape.rows, outputs: numbers, inputs: width)
  }

  /// The noise of a level of the schedule.
  func sigma(_ level: Int) -> Float { sigmas[level] }

  /// A guess of the residual without its noise.
  ///
  /// - Parameters:
  ///   - x: [frames, fine], with noise of the level.
  ///   - hidden: of the law's network.
  ///   - before: memories of the chunk before; none where there is none.
  func callAsFunction(
    _ x: [Float], level: Int, hidden: [Float], before: [TransformerLayer.Memory]
  ) -> (guess: [Float], memories: [TransformerLayer.Memory]) {
    let sigma = sigmas[level]
    let root = (1 + sigma * sigma).squareRoot()
    let scaled = x.map { $0 / root }
    var z = input(tokens.patches(scaled, bins: ChunkShape.fine))
    let known = condition(hidden)
    for index in z.indices { z[index] = z[index] + known[index] + position[index] }
    let scales = scales[level]
    let memories = layers.indices.map { index in
      layers[index].apply(
        &z,
        gains: TransformerLayer.Gains(attention: scales[2 * index], feed: scales[2 * index + 1]),
        before: index < before.count ? before[index] : nil)
    }
    let made = output(TransformerLayer.normalized(z, gain: scales[2 * layers.count]))
    let change = tokens.frames(made, bins: ChunkShape.fine)
    return (zip(scaled, change).map { $0 + sigma / root * $1 }, memories)
  }
}
