import Bytes
import CKernels
import Media

extension ConsistencyCodec {
  public func analyze(_ sound: AudioBuffer, frames: Int) throws(CodecError) -> ConsistencyLatents {
    let lines = try grid.modelLines(sound, columns: grid.columns(of: frames), halo: ChunkShape.samples)
    let chunks = chunks(of: frames)
    return ConsistencyLatents(
      pairs: MusicCodec.pairs(lines.count).map { pair in
        let (first, second) = (lines[pair.lowerBound], lines[pair.upperBound - 1])
        return latents(first, second, isMono: first == second, chunks: chunks)
      })
  }

  /// - Parameter first: with a chunk more on either side, and `second` likewise.
  private func latents(
    _ first: [Float], _ second: [Float], isMono: Bool, chunks: Int
  ) -> ConsistencyLatents.Pair {
    let half = ChunkShape.unit / 2
    let mid = zip(first, second).map { Self.held(($0 + $1) * half) }
    let side = isMono ? [] : zip(first, second).map { Self.held(($0 - $1) * half) }
    let analysis = ChunkAnalysis(model: model, levels: stored.levels)
    var pair = ConsistencyLatents.Pair(chunks: [])
    var coefficients: (mid: [[Float]], side: [[Float]]) = ([], [])
    for chunk in 0..<chunks {
      let start = (chunk + 1) * ChunkShape.samples
      let middle = Self.coefficients(mid, from: start)
      var symbols = analysis.symbols(middle)
      if !isMono {
        let edges = Self.coefficients(side, from: start)
        symbols += model.side.symbols(mid: middle, side: edges, half: stored.levels.sideHalf)
        if waveform != nil { coefficients.side.append(edges) }
      }
      coefficients.mid.append(middle)
      pair.chunks.append(symbols)
    }
    let synthesis = PairSynthesis(model: model, levels: stored.levels, refinement: .meanOnly)
    let laws = pair.chunks.map { synthesis.nextLaw($0) }
    if let waveform {
      pair.waveform = missed(waveform, pair.chunks, laws, coefficients.mid, coefficients.side)
    }
    let rules = laws.enumerated().map { chunk, law in
      let range = chunk * ChunkShape.samples..<(chunk + 1) * ChunkShape.samples
      return synthesis.nextRule(law, waveform: waveform.map { $0.part(pair.waveform[0][range]) })
    }
    pair.gains = stride(from: 0, to: chunks, by: BandGains.chunks).map { start in
      let span = start..<min(start + BandGains.chunks, chunks)
      return BandGains.chosen(coefficients.mid[span], rules[span], fill: model.fill)
    }
    return pair
  }

  /// The values of the waveform layer: what the centers of laws miss of mid, and then, with that, of side.
  private func missed(
    _ layer: WaveformLayer, _ symbols: [[Int8]], _ laws: [ChunkLaw], _ mid: [[Float]], _ side: [[Float]]
  ) -> [[Int16]] {
    var known = laws.flatMap(\.coefficients)
    let values = layer.quantized(zip(mid.joined(), known).map { $0 - $1 })
    guard !side.isEmpty else { return [values] }
    known = zip(known, layer.part(values[...]).coefficients).map { $0 + $1 }
    let predicted = symbols.indices.flatMap { chunk in
      model.side.coefficients(
        symbols[chunk][ChunkShape.scalars...], half: stored.levels.sideHalf,
        mid: Array(known[chunk * ChunkShape.samples..<(chunk + 1) * ChunkShape.samples]), levels: [],
        noise: nil)
    }
    return [values, layer.quantized(zip(side.joined(), predicted).map { $0 - $1 })]
  }

  /// What is no number is silence; what is much over full scale would have no finite energy.
  private static func held(_ sample: Float) -> Float {
    let most = 64 * ChunkShape.unit
    return sample.isFinite ? min(max(sample, -most), most) : 0
  }

  /// Frames [frames, hop] of the chunk that begins at a sample.
  static func coefficients(_ line: [Float], from start: Int) -> [Float] {
    let hop = ChunkShape.hop
    let transform = SpectralTransform.shared
    let (half, slope) = (
      Int32(SpectralTransform.half(ChunkTransform.size)), transform.slope(ChunkTransform.size)
    )
    let scratch = MusicBuffer(3 * hop)
    var result = [Float](repeating: 0, count: ChunkShape.samples)
    line.withUnsafeBufferPointer { line in
      result.withUnsafeMutableBufferPointer { result in
        guard let line = line.baseAddress, let result = result.baseAddress else { return }
        for place in stride(from: 0, to: ChunkShape.samples, by: hop) {
          music_lapped(line + start + place, Int32(hop), half, slope, half, slope, scratch.start)
          transform.forward(
            size: ChunkTransform.size, scratch.start, result + place, scratch: scratch.start + hop)
        }
      }
    }
    return result
  }
}

/// The lapped transform of chunks: frames of 1024, lapped over 512 samples on either side of a boundary.
enum ChunkTransform {
  /// Of `SpectralTransform`.
  static let size = 3
  static let half = SpectralTransform.half(size)

  /// Lapped samples of frames of coefficients.
  static func lapped(_ coefficients: [Float]) -> [Float] {
    let hop = ChunkShape.hop
    let scratch = MusicBuffer(2 * hop)
    var result = [Float](repeating: 0, count: coefficients.count)
    coefficients.withUnsafeBufferPointer { source in
      result.withUnsafeMutableBufferPointer { result in
        guard let source = source.baseAddress, let result = result.baseAddress else { return }
        for place in stride(from: 0, to: source.distance(to: source + coefficients.count), by: hop) {
          SpectralTransform.shared.inverse(
            size: size, source + place, result + place, scratch: scratch.start)
        }
      }
    }
    return result
  }
}
