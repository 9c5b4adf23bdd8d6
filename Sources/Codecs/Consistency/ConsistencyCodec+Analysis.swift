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
        return ConsistencyLatents.Pair(
          chunks: symbols(first, second, isMono: first == second, chunks: chunks))
      })
  }

  /// - Parameter first: with a chunk more on either side, and `second` likewise.
  private func symbols(_ first: [Float], _ second: [Float], isMono: Bool, chunks: Int) -> [[Int8]] {
    let half = ChunkShape.unit / 2
    let mid = zip(first, second).map { Self.held(($0 + $1) * half) }
    let side = isMono ? [] : zip(first, second).map { Self.held(($0 - $1) * half) }
    let analysis = ChunkAnalysis(model: model, levels: stored.levels)
    return (0..<chunks).map { chunk in
      let start = (chunk + 1) * ChunkShape.samples
      let middle = Self.coefficients(mid, from: start)
      let symbols = analysis.symbols(middle)
      guard !isMono else { return symbols }
      return symbols
        + model.side.symbols(
          mid: middle, side: Self.coefficients(side, from: start), half: stored.levels.sideHalf)
    }
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
