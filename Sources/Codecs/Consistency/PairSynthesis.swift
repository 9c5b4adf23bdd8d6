import EntropyCoding
import Neural

/// Chunks of a pair of channels of a group, one after the other, each with the one before as context.
final class PairSynthesis {
  /// Numbers of mean 0 and variance 1, [frames, bins].
  typealias Noise = (_ stream: ChunkNoise.Stream, _ bins: Int) -> [Float]

  private let model: ConsistencyModel
  private let levels: SummaryLevels
  private let refinement: Refinement
  private var lawMemories: [TransformerLayer.Memory] = []
  private var refinerMemories: [TransformerLayer.Memory] = []
  /// Of the last frame of the last chunk, [hop].
  private var spread: ArraySlice<Float>?

  init(model: ConsistencyModel, levels: SummaryLevels, refinement: Refinement) {
    (self.model, self.levels, self.refinement) = (model, levels, refinement)
  }

  /// Coefficients of the next chunk, [frames, hop].
  ///
  /// - Parameters:
  ///   - symbols: of mid, and of side where there is one.
  ///   - waveform: likewise; none where the file has no such layer.
  ///   - gains: of the bands.
  func next(
    _ symbols: [Int8], waveform: [WaveformPart] = [],
    gains: [Int8] = [Int8](repeating: 0, count: ChunkShape.bands), noise: Noise
  ) -> (mid: [Float], side: [Float]?) {
    let law = nextLaw(symbols)
    let rule = nextRule(law, waveform: waveform.first)
    let factors = BandGains.factors(gains)
    let mid: [Float]
    switch refinement {
    case .meanOnly: mid = rule.coefficients(noise: nil, fill: model.fill)
    case .steps(let steps):
      let first = noise(.coefficients, ChunkShape.hop)
      let refined = refined(law, noise: first, steps: steps, draw: noise)
      let fill = steps == 0 ? model.fill : model.refinedFill
      mid = rule.coefficients(noise: refined, fill: zip(fill, factors).map { $0 * $1 })
    }
    guard symbols.count > ChunkShape.scalars else { return (mid, nil) }
    let side = model.side.coefficients(
      symbols[ChunkShape.scalars...], half: levels.sideHalf, mid: mid, levels: rule.levels(factors),
      waveform: waveform.last, noise: refinement == .meanOnly ? nil : noise(.side, ChunkShape.hop))
    return (mid, side)
  }

  /// - Parameter law: of the next chunk.
  func nextRule(_ law: ChunkLaw, waveform: WaveformPart?) -> NoiseRule {
    let rule = NoiseRule(law, before: spread, waveform: waveform)
    spread = law.spread.suffix(ChunkShape.hop)
    return rule
  }

  func nextLaw(_ symbols: [Int8]) -> ChunkLaw {
    ChunkLaw(
      symbols[..<ChunkShape.scalars], half: levels.half, model: model, memories: &lawMemories)
  }

  /// The noise of a chunk with that of the fine coefficients refined: docs/consistency.md, section 6.
  func refined(_ law: ChunkLaw, noise: [Float], steps: Int, draw: Noise) -> [Float] {
    guard steps > 0, let refiner = model.refiner else { return noise }
    let fine = stride(from: 0, to: noise.count, by: ChunkShape.hop).flatMap {
      noise[$0..<$0 + ChunkShape.fine]
    }
    var residual = draft(law, noise: fine, refiner, before: steps == 1 ? [] : refinerMemories)
    if steps == 2 {
      residual = revised(law, draft: residual, noise: draw(.refinement, ChunkShape.fine), refiner)
    }
    var result = noise
    for frame in 0..<ChunkShape.frames {
      for bin in 0..<ChunkShape.fine {
        result[frame * ChunkShape.hop + bin] = residual[frame * ChunkShape.fine + bin]
      }
    }
    return result
  }

  /// Of pure noise.
  private func draft(
    _ law: ChunkLaw, noise: [Float], _ refiner: RefinerNetwork, before: [TransformerLayer.Memory]
  ) -> [Float] {
    let sigma = refiner.sigma(0)
    return refiner(noise.map { sigma * $0 }, level: 0, hidden: law.hidden, before: before).guess
  }

  /// The draft with less noise, once more: the context of the chunk behind it.
  private func revised(
    _ law: ChunkLaw, draft: [Float], noise: [Float], _ refiner: RefinerNetwork
  ) -> [Float] {
    let sigma = refiner.sigma(1)
    let (guess, memories) = refiner(
      zip(draft, noise).map { $0 + sigma * $1 }, level: 1, hidden: law.hidden, before: refinerMemories)
    refinerMemories = memories
    return guess
  }
}
