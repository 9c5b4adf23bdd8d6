import EntropyCoding
import Neural

/// The Gaussian law of the coefficients of a chunk: docs/consistency.md, section 4.
struct ChunkLaw {
  /// [frames, fine]; above, the center is zero.
  let center: [Float]
  /// Standard deviations, [frames, hop].
  let spread: [Float]
  /// Log energies of the upper bands, [frames, upper bands].
  let upper: [Float]
  /// Hidden states for the refiner.
  let hidden: [Float]

  /// - Parameters:
  ///   - symbols: [scalars].
  ///   - half: of the levels.
  ///   - memories: of the network, of the chunk before; none where there is none. Those of this chunk afterwards.
  init(
    _ symbols: ArraySlice<Int8>, half: Int, model: ConsistencyModel,
    memories: inout [TransformerLayer.Memory]
  ) {
    let (fine, bands, fineBands) = (ChunkShape.fine, ChunkShape.bands, ChunkShape.fineBands)
    let places = symbols.map { ScalarScale.place($0, half: half) }
    let values = places.indices.map { index in
      ScalarScale.scaled(place: places[index], isRoot: index < ChunkShape.anchor) * model.scale[index]
    }
    let anchor = model.anchorSynthesis(Array(values[..<ChunkShape.anchor]))
    let change = model.envelopeSynthesis(Array(values[ChunkShape.anchor...]))
    let energies = (0..<ChunkShape.bandEntries).map { change[$0] + model.envelopeMean[$0] }
    let deviation = Self.deviation(change, energies: energies, mean: model.envelopeMean)
    var input = LawNetwork.Input(places: places, anchor: anchor, level: [], upper: [])
    for frame in 0..<ChunkShape.frames {
      for bin in 0..<ChunkShape.anchored {
        input.anchor[frame * ChunkShape.anchored + bin] /= deviation[frame * fine + bin]
      }
      for bin in 0..<fine {
        input.level.append(
          change[frame * bands + ChunkShape.bandOfBin[bin]] + change[Self.profile(frame: frame, bin: bin)])
      }
      input.upper += change[frame * bands + fineBands..<(frame + 1) * bands]
    }
    let output = model.law(input, memories: &memories)
    var center = [Float](repeating: 0, count: deviation.count)
    for frame in 0..<ChunkShape.frames {
      for bin in 0..<fine {
        let known = bin < ChunkShape.anchored ? anchor[frame * ChunkShape.anchored + bin] : 0
        let place = frame * fine + bin
        center[place] = known + deviation[place] * output.mean[place]
      }
    }
    let upper = output.upper.indices.map { index in
      let (frame, band) = (index / ChunkShape.upperBands, index % ChunkShape.upperBands)
      return energies[frame * bands + fineBands + band] + output.upper[index]
    }
    let factors = exponentials(of: output.variance.map { max(-8, min($0, 8)) / 2 })
    (self.center, self.upper, hidden) = (center, upper, output.hidden)
    spread = Self.spread(
      zip(deviation, factors).map { $0 * $1 }, upper: exponentials(of: upper.map { $0 / 2 }),
      shape: model.shape)
  }

  /// The center, [frames, hop].
  var coefficients: [Float] {
    var result = [Float](repeating: 0, count: ChunkShape.samples)
    for frame in 0..<ChunkShape.frames {
      for bin in 0..<ChunkShape.fine {
        result[frame * ChunkShape.hop + bin] = center[frame * ChunkShape.fine + bin]
      }
    }
    return result
  }

  /// Where the change of the profile of a fine coefficient stands among the entries.
  private static func profile(frame: Int, bin: Int) -> Int {
    ChunkShape.bandEntries + frame * ChunkShape.halves / ChunkShape.frames * ChunkShape.fine + bin
  }

  /// Deviations of the fine coefficients before the network's say.
  private static func deviation(_ change: [Float], energies: [Float], mean: [Float]) -> [Float] {
    let (fine, bands) = (ChunkShape.fine, ChunkShape.bands)
    func held(_ value: Float) -> Float { max(-ChunkShape.loudest, min(value, ChunkShape.loudest)) }
    let shares = exponentials(
      of: (ChunkShape.bandEntries..<ChunkShape.entries).map { held(change[$0] + mean[$0]) })
    let around = ChunkShape.bandMeans(shares, bins: fine, bands: ChunkShape.fineBands)
    let roots = shares.indices.map { index in
      (shares[index] / around[index / fine * ChunkShape.fineBands + ChunkShape.bandOfBin[index % fine]])
        .squareRoot()
    }
    let levels = exponentials(of: energies.map { held($0) / 2 })
    return (0..<ChunkShape.frames).flatMap { frame in
      (0..<fine).map { bin in
        levels[frame * bands + ChunkShape.bandOfBin[bin]]
          * roots[profile(frame: frame, bin: bin) - ChunkShape.bandEntries]
      }
    }
  }

  /// Deviations of all coefficients, of those of the fine ones and the roots of the energies of the upper bands.
  private static func spread(_ fine: [Float], upper: [Float], shape: [Float]) -> [Float] {
    (0..<ChunkShape.frames).flatMap { frame in
      fine[frame * ChunkShape.fine..<(frame + 1) * ChunkShape.fine]
        + (ChunkShape.fine..<ChunkShape.hop).map { bin in
          upper[frame * ChunkShape.upperBands + ChunkShape.bandOfBin[bin] - ChunkShape.fineBands] * shape[bin]
        }
    }
  }
}
