import Bytes
import Neural

/// How side follows from mid, 24 scalars a chunk: docs/consistency.md, section 7.
struct SideTables: Sendable {
  private let analysis, synthesis: LinearLayer
  private let mean, scale: [Float]

  /// Bands two by two, the last one alone; and times in a chunk.
  private static let groups = (ChunkShape.bands + 1) / 2
  private static let columns = 4
  private static let cells = groups * columns
  private static let time = ChunkShape.frames / columns
  private static let ratios: ClosedRange<Float> = -6...2

  /// Throws `corruptData`.
  init(_ file: SafeTensors) throws(CodecError) {
    let (scalars, features) = (ChunkShape.sideScalars, 2 * Self.cells)
    analysis = try file.matrix("side_analysis", outputs: scalars, inputs: features)
    synthesis = try file.matrix("side_synthesis", outputs: features, inputs: scalars)
    mean = try file.vector("side_mean", shape: [features])
    scale = try file.positive("side_scale", count: scalars)
  }

  /// - Parameters:
  ///   - mid: [frames, hop], and side likewise.
  ///   - half: of the levels of side.
  func symbols(mid: [Float], side: [Float], half: Int) -> [Int8] {
    var shares: [Float] = []
    var ratios: [Float] = []
    for cell in 0..<Self.cells {
      let (bins, frames) = Self.place(cell)
      let count = Float(bins.count * frames.count)
      var (mids, both, sides): (Float, Float, Float) = (0, 0, 0)
      Self.forEach(bins, frames) { place in
        mids += mid[place] * mid[place]
        both += mid[place] * side[place]
      }
      let share = max(-1, min(both / (mids + ChunkShape.floor * count), 1))
      Self.forEach(bins, frames) { place in
        let left = side[place] - share * mid[place]
        sides += left * left
      }
      shares.append(share)
      ratios.append((sides / count + ChunkShape.floor) / (mids / count + ChunkShape.floor))
    }
    ratios = logarithms(of: ratios, floor: 0).map {
      max(Self.ratios.lowerBound, min(0.5 * $0, Self.ratios.upperBound))
    }
    let values = analysis(zip(shares + ratios, mean).map { $0 - $1 })
    return values.indices.map { ScalarScale.symbol(values[$0] / scale[$0], isRoot: false, half: half) }
  }

  /// Side coefficients [frames, hop].
  ///
  /// - Parameters:
  ///   - mid: that was decoded.
  ///   - levels: of `NoiseRule`.
  ///   - waveform: what is known beside that.
  ///   - noise: of variance one, [frames, hop]; nil for none.
  func coefficients(
    _ symbols: ArraySlice<Int8>, half: Int, mid: [Float], levels: [Float], waveform: WaveformPart? = nil,
    noise: [Float]?
  ) -> [Float] {
    let values = zip(symbols, scale).map { ScalarScale.place($0, half: half) * $1 }
    let features = zip(synthesis(values), mean).map { $0 + $1 }
    let ratios = exponentials(of: Array(features[Self.cells...]))
    var side = [Float](repeating: 0, count: mid.count)
    for cell in 0..<Self.cells {
      let (bins, frames) = Self.place(cell)
      let share = max(-1, min(features[cell], 1))
      Self.forEach(bins, frames) { place in
        side[place] = share * mid[place]
        if let waveform { side[place] += waveform.coefficients[place] }
        guard let noise else { return }
        let band = ChunkShape.bandOfBin[place % ChunkShape.hop]
        let level = levels[place / ChunkShape.hop * ChunkShape.bands + band]
        let deviation = ratios[cell] * level
        side[place] += (waveform?.deviation(deviation, at: place) ?? deviation) * noise[place]
      }
    }
    return side
  }

  private static func place(_ cell: Int) -> (bins: Range<Int>, frames: Range<Int>) {
    let (column, group) = (cell / groups, cell % groups)
    let end = ChunkShape.edges[min(2 * group + 2, ChunkShape.bands)]
    return (ChunkShape.edges[2 * group]..<end, column * time..<(column + 1) * time)
  }

  private static func forEach(_ bins: Range<Int>, _ frames: Range<Int>, _ body: (Int) -> Void) {
    for frame in frames {
      for bin in bins { body(frame * ChunkShape.hop + bin) }
    }
  }
}
