import EntropyCoding

/// Coefficients of a chunk to its symbols: docs/consistency.md, section 2.
struct ChunkAnalysis {
  let model: ConsistencyModel
  let levels: SummaryLevels

  /// - Parameter frames: of mid, [frames, hop].
  /// - Returns: [scalars].
  func symbols(_ frames: [Float]) -> [Int8] {
    let x = fine(frames)
    let energies = logarithms(
      of: ChunkShape.bandMeans(frames.map { $0 * $0 }, bins: ChunkShape.hop, bands: ChunkShape.bands))
    return symbols(x, energies: energies, corrections: corrections(x, energies: energies))
  }

  /// The first coefficients of every frame.
  func fine(_ frames: [Float]) -> [Float] {
    stride(from: 0, to: frames.count, by: ChunkShape.hop).flatMap { frames[$0..<$0 + ChunkShape.fine] }
  }

  func corrections(_ x: [Float], energies: [Float]) -> [Float] {
    model.summaries.corrections(x, energies: energies, usual: model.usual)
  }

  private func symbols(_ x: [Float], energies: [Float], corrections: [Float]) -> [Int8] {
    let (anchor, anchored) = (ChunkShape.anchor, ChunkShape.anchored)
    let flat = stride(from: 0, to: x.count, by: ChunkShape.fine).flatMap { x[$0..<$0 + anchored] }
    let first = rounded(model.anchorAnalysis(flat), corrections, from: 0, isRoot: true)
    let known = model.anchorSynthesis(
      first.indices.map { index in
        let place = ScalarScale.place(first[index], half: levels.half)
        return ScalarScale.scaled(place: place, isRoot: true) * model.scale[index]
      })
    var residual = x
    for frame in 0..<ChunkShape.frames {
      for bin in 0..<anchored {
        residual[frame * ChunkShape.fine + bin] -= known[frame * anchored + bin]
      }
    }
    let features = zip(features(residual, energies: energies), model.envelopeMean).map { $0 - $1 }
    return first + rounded(model.envelopeAnalysis(features), corrections, from: anchor, isRoot: false)
  }

  private func rounded(
    _ values: [Float], _ corrections: [Float], from first: Int, isRoot: Bool
  ) -> [Int8] {
    values.indices.map { index in
      let place = first + index
      return ScalarScale.symbol(
        values[index] / model.scale[place] + corrections[place], isRoot: isRoot, half: levels.half)
    }
  }

  /// Log energies of all bands frame by frame, those of the fine ones of the residual; and of fine bins against their band
  /// by halves of the chunk.
  private func features(_ residual: [Float], energies: [Float]) -> [Float] {
    let (fine, fineBands, bands) = (ChunkShape.fine, ChunkShape.fineBands, ChunkShape.bands)
    let squares = residual.map { $0 * $0 }
    let own = logarithms(of: ChunkShape.bandMeans(squares, bins: fine, bands: fineBands))
    var features = energies
    for frame in 0..<ChunkShape.frames {
      for band in 0..<fineBands { features[frame * bands + band] = own[frame * fineBands + band] }
    }
    let frames = ChunkShape.frames / ChunkShape.halves
    var means = [Float](repeating: 0, count: ChunkShape.halves * fine)
    for frame in 0..<ChunkShape.frames {
      for bin in 0..<fine { means[frame / frames * fine + bin] += squares[frame * fine + bin] }
    }
    means = means.map { $0 / Float(frames) }
    let around = logarithms(of: ChunkShape.bandMeans(means, bins: fine, bands: fineBands))
    let profile = logarithms(of: means)
    return features
      + profile.indices.map { index in
        profile[index] - around[index / fine * fineBands + ChunkShape.bandOfBin[index % fine]]
      }
  }
}
