import Bytes
import Neural

/// Corrections of the 512 scalars of a chunk: a transformer over the chunk's patches and eight tokens of its own, of which
/// only these are kept ("summary embeddings" of arXiv 2501.17578).
struct SummaryNetwork: Sendable {
  private let tokens: ChunkTokens
  private let width: Int
  private let fine: StackedLinearLayer
  private let upper: StackedLinearLayer
  private let position: [Float]
  private let layers: [TransformerLayer]
  private let gains: [TransformerLayer.Gains]
  private let gain: [Float]
  private let summary: StackedLinearLayer

  /// Throws `corruptData`.
  init(_ file: SafeTensors, _ description: ConsistencyDescription) throws(CodecError) {
    (tokens, width) = (description.tokens, description.width)
    let prefix = "encoder."
    fine = try file.matrices(
      prefix + "fine", count: ChunkShape.rows, outputs: width,
      inputs: tokens.numbers(bins: ChunkShape.patch) + ChunkShape.patch)
    upper = try file.matrices(
      prefix + "upper", count: ChunkShape.upperRows, outputs: width, inputs: tokens.numbers(bins: 2))
    position = try file.stepped(prefix + "position", shape: [tokens.count, width])
    (layers, gains) = try file.layers(
      prefix, count: description.layers.encoder, width: width, hasContext: false)
    gain = try file.vector(prefix + "gain", shape: [width])
    summary = try file.matrices(
      prefix + "summary", count: ChunkShape.summaries, outputs: ChunkShape.each, inputs: width)
  }

  /// - Parameters:
  ///   - x: fine coefficients, [frames, fine].
  ///   - energies: logarithms of the mean squares of all bands, [frames, bands].
  ///   - usual: what these are on average in the upper bands, [bands].
  /// - Returns: [scalars], in units of their scales.
  func corrections(_ x: [Float], energies: [Float], usual: [Float]) -> [Float] {
    var z = fine(fineFeatures(x, energies: energies))
    z += upper(upperFeatures(energies, usual: usual))
    z += [Float](repeating: 0, count: ChunkShape.summaries * width)
    for index in z.indices { z[index] += position[index] }
    for (layer, gains) in zip(layers, gains) { _ = layer.apply(&z, gains: gains, before: nil) }
    return summary(TransformerLayer.normalized(Array(z.suffix(ChunkShape.summaries * width)), gain: gain))
  }

  /// [rows, columns, a patch of whitened coefficients and mean log magnitudes of its bins].
  private func fineFeatures(_ x: [Float], energies: [Float]) -> [Float] {
    let (bins, bands, patch) = (ChunkShape.fine, ChunkShape.bands, ChunkShape.patch)
    let scales = exponentials(of: energies.map { -0.5 * $0 })
    var white = x
    var squares = x
    for frame in 0..<ChunkShape.frames {
      for bin in 0..<bins {
        let place = frame * bins + bin
        white[place] *= scales[frame * bands + ChunkShape.bandOfBin[bin]]
        let slope = (bin + 1 < bins ? x[place + 1] : 0) - (bin > 0 ? x[place - 1] : 0)
        squares[place] = x[place] * x[place] + slope * slope
      }
    }
    let patches = tokens.patches(compressed(white), bins: bins)
    let magnitudes = logarithms(of: squares)
    let numbers = tokens.numbers(bins: patch)
    var features: [Float] = []
    features.reserveCapacity(patches.count + tokens.fine * patch)
    for token in 0..<tokens.fine {
      features += patches[token * numbers..<(token + 1) * numbers]
      let (row, column) = (token / tokens.columns, token % tokens.columns)
      for bin in row * patch..<(row + 1) * patch {
        var sum: Float = 0
        for frame in column * tokens.time..<(column + 1) * tokens.time {
          sum += magnitudes[frame * bins + bin]
        }
        features.append(sum / Float(4 * tokens.time))
      }
    }
    return features
  }

  private func upperFeatures(_ energies: [Float], usual: [Float]) -> [Float] {
    let (bands, first) = (ChunkShape.bands, ChunkShape.fineBands)
    let values = (0..<ChunkShape.frames).flatMap { frame in
      (first..<bands).map { (energies[frame * bands + $0] - usual[$0]) / 4 }
    }
    return tokens.patches(values, bins: ChunkShape.upperBands, patch: 2)
  }
}

extension SafeTensors {
  /// Layers behind `prefix` with the gains of their norms. Throws `corruptData`.
  func layers(
    _ prefix: String, count: Int, width: Int, hasContext: Bool
  ) throws(CodecError) -> ([TransformerLayer], [TransformerLayer.Gains]) {
    var layers: [TransformerLayer] = []
    var gains: [TransformerLayer.Gains] = []
    for index in 0..<count {
      let name = "\(prefix)layers.\(index)."
      layers.append(try TransformerLayer(self, prefix: name, width: width, hasContext: hasContext))
      gains.append(
        TransformerLayer.Gains(
          attention: try vector(name + "attention_gain", shape: [width]),
          feed: try vector(name + "feed_gain", shape: [width])))
    }
    return (layers, gains)
  }
}
