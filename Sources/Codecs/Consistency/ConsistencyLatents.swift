/// The summary embeddings of one group of a sound, rounded.
public struct ConsistencyLatents: Equatable, Sendable {
  /// Two channels, or one.
  public struct Pair: Equatable, Sendable {
    /// Symbols of the chunks in order: 512 of mid, and 24 of side unless both channels are the same.
    public var chunks: [[Int8]]
    /// Values of the waveform layer, of mid and of side, each chunk after chunk; none where the file has no such layer.
    var waveform: [[Int16]] = []
    /// Half decibels of the noise of the bands, for every `BandGains.chunks` chunks; none: as the law says.
    var gains: [[Int8]] = []

    /// Those of a chunk.
    func gains(of chunk: Int) -> [Int8] {
      gains.isEmpty ? [Int8](repeating: 0, count: ChunkShape.bands) : gains[chunk / BandGains.chunks]
    }

    /// Whether the channels are the same, or one.
    public var isMono: Bool { chunks.first?.count == ChunkShape.scalars }
  }

  public var pairs: [Pair]
}
