import Neural

/// The chunks of one group, made one by one.
final class GroupSynthesis {
  /// Lapped samples of every channel, not taken yet; nil stands for a group that is lost.
  private(set) var ready: [[[Float]]?] = []
  /// Samples of the group at the rate of the model, whole frames.
  let sampleCount: Int

  private let codec: ConsistencyCodec
  private let latents: ConsistencyLatents?
  private let pairs: [PairSynthesis]
  /// Of the first chunk, from the start of the sound.
  private let firstChunk: Int
  private var next = 0

  /// - Parameter latents: nil for a group that is lost.
  init(
    _ latents: ConsistencyLatents?, codec: ConsistencyCodec, refinement: Refinement, group: Int, frames: Int
  ) {
    (self.codec, self.latents) = (codec, latents)
    sampleCount = codec.grid.columns(of: frames) * ChunkShape.hop
    firstChunk = group * codec.chunks(of: codec.groupFrames)
    pairs = (latents?.pairs ?? []).map { _ in
      PairSynthesis(model: codec.model, levels: codec.stored.levels, refinement: refinement)
    }
    if latents == nil { ready = [nil] }
  }

  /// Whether all chunks were made.
  var isMade: Bool { next == latents?.pairs.first?.chunks.count ?? 0 }

  func takeFirst() -> [[Float]]? { ready.removeFirst() }

  /// Makes the next chunk.
  func make() {
    guard let latents else { return }
    var channels: [[Float]] = []
    // Frames behind the group are those of the next one.
    let count = min(ChunkShape.samples, sampleCount - next * ChunkShape.samples)
    for (index, pair) in pairs.enumerated() {
      let noise = ChunkNoise(seed: codec.stored.seed, pair: index, chunk: firstChunk + next)
      let (mid, side) = pair.next(
        latents.pairs[index].chunks[next], waveform: waveform(latents.pairs[index]),
        gains: latents.pairs[index].gains(of: next)
      ) { noise($0, bins: $1) }
      let first = Self.samples(side.map { zip(mid, $0).map { $0 + $1 } } ?? mid, count: count)
      channels.append(first)
      guard 2 * index + 1 < codec.properties.channelCount else { continue }
      channels.append(side.map { Self.samples(zip(mid, $0).map { $0 - $1 }, count: count) } ?? first)
    }
    ready.append(channels)
    next += 1
  }

  /// Of the next chunk.
  private func waveform(_ pair: ConsistencyLatents.Pair) -> [WaveformPart] {
    guard let layer = codec.waveform else { return [] }
    let range = next * ChunkShape.samples..<(next + 1) * ChunkShape.samples
    return pair.waveform.map { layer.part($0[range]) }
  }

  private static func samples(_ coefficients: [Float], count: Int) -> [Float] {
    ChunkTransform.lapped(Array(coefficients[..<count])).map { $0 / ChunkShape.unit }
  }
}
