import Bytes
import EntropyCoding
import Media

/// Summary embeddings as a tensor: the 512 scalars of mid, the 24 of side, and whether the pair is mono, a column a chunk.
extension ConsistencyCodec: LatentSoundCodec {
  /// Of the tensor: the scalars, and 1 where two channels are the same.
  static let tensorChannels = ChunkShape.scalars + ChunkShape.sideScalars + 1
  private static let monoChannel = tensorChannels - 1

  var latentModel: any SoundLatentModel { model }
  var latentChannels: Int { Self.tensorChannels }
  var primaryLatentChannels: Int { ChunkShape.scalars }
  var latentStep: Float { 1 / Float(stored.levels.half) }
  var columnRate: Double { Double(ChunkShape.rate) / Double(ChunkShape.samples) }

  func latentColumns(of frames: Int) -> Int { chunks(of: frames) }

  func latentRows(_ latents: ConsistencyLatents) -> [[Int16]] {
    latents.pairs.flatMap { pair in
      (0..<Self.tensorChannels).map { channel in
        pair.chunks.map { chunk in
          if channel == Self.monoChannel { return pair.isMono ? 1 : 0 }
          return channel < chunk.count ? Int16(chunk[channel]) : 0
        }
      }
    }
  }

  /// Symbols beyond the levels become the outermost ones. A group is mono where all its columns say so, or a channel is single.
  func latents(rows: [ArraySlice<Int16>]) -> ConsistencyLatents {
    ConsistencyLatents(
      pairs: MusicCodec.pairs(properties.channelCount).enumerated().map { index, pair in
        let rows = rows[index * Self.tensorChannels..<(index + 1) * Self.tensorChannels].map(Array.init)
        let isMono = pair.count == 1 || rows[Self.monoChannel].allSatisfy { $0 != 0 }
        let count = isMono ? ChunkShape.scalars : Self.monoChannel
        let chunks = rows[0].indices.map { column in
          (0..<count).map { channel in
            let half = channel < ChunkShape.scalars ? stored.levels.half : stored.levels.sideHalf
            return Int8(max(-half, min(Int(rows[channel][column]), half)))
          }
        }
        // A tensor has no waveform: it stays as the latents have it.
        let line = [Int16](repeating: 0, count: chunks.count * ChunkShape.samples)
        return ConsistencyLatents.Pair(
          chunks: chunks,
          waveform: waveform == nil ? [] : [[Int16]](repeating: line, count: isMono ? 1 : 2))
      })
  }
}

extension ConsistencyModel: SoundLatentModel {
  /// Of side about that: its scale is four deviations, and its levels are half as many. Of the last channel none.
  private static let sideDeviation: Float = 0.125

  public var latentDeviations: [Float] {
    deviations + [Float](repeating: Self.sideDeviation, count: ChunkShape.sideScalars) + [1]
  }

  /// Channels that are missing are those of a mono sound.
  public func latents(
    symbols: [Int16], channels: Int, step: Float, properties: AudioProperties, frameCount: Int, limits: Limits
  ) throws(CodecError) -> SoundLatentTensor {
    guard let levels = SummaryLevels.allCases.first(where: { 1 / Float($0.half) == step }) else {
      throw .invalidParameter("step \(step); it must be 1/16, 1/8 or 1/5")
    }
    let codec = try ConsistencyCodec(model: self, properties: properties, levels: levels)
    let (pairs, all) = (codec.latentPairs, ConsistencyCodec.tensorChannels)
    let columns = symbols.count / (pairs * channels)
    guard symbols.count == pairs * channels * columns else {
      throw .invalidParameter("\(symbols.count) symbols of \(pairs)x\(channels) channels")
    }
    var filled: [Int16] = []
    for pair in 0..<pairs {
      filled += symbols[pair * channels * columns..<(pair + 1) * channels * columns]
      guard channels < all else { continue }
      filled += [Int16](repeating: 0, count: (all - 1 - channels) * columns)
      filled += [Int16](repeating: 1, count: columns)
    }
    return try SoundLatentTensor(checking: filled, codec: codec, frameCount: frameCount, limits: limits)
  }

  public func codec(of latents: SoundLatentTensor) throws(CodecError) -> any SoundCodec {
    let half = Int((1 / latents.step).rounded())
    return try ConsistencyCodec(
      model: self, properties: latents.properties,
      levels: SummaryLevels.allCases.first { $0.half == half } ?? .thirtyThree)
  }
}
