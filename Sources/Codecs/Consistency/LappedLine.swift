import CKernels

/// Samples at the rate of the model as they come, chunk by chunk, with what lapping mixed parted again.
struct LappedLine {
  /// Of the sound, the first sample that is kept.
  private(set) var start: Int
  /// Parted samples of the channels.
  private var samples: [[Float]]
  /// Half a frame of each channel that the next chunk is needed for; none behind a gap.
  private var held: [[Float]]?

  /// - Parameter lead: samples of silence before the start.
  init(channels: Int, start: Int, lead: Int) {
    self.start = start - lead
    samples = [[Float]](repeating: [Float](repeating: 0, count: lead), count: channels)
  }

  /// Up to where samples are known.
  var end: Int { start + samples[0].count }

  /// - Parameter chunk: lapped samples of every channel, whole frames.
  mutating func append(_ chunk: [[Float]]) {
    let half = ChunkTransform.half
    let slope = SpectralTransform.shared.slope(ChunkTransform.size)
    let before = held
    held = []
    for channel in chunk.indices {
      var line = (before?[channel] ?? []) + chunk[channel]
      let first = line.count - chunk[channel].count
      line.withUnsafeMutableBufferPointer { line in
        guard let start = line.baseAddress else { return }
        if before == nil {
          // Silence was mixed in.
          for index in 0..<half { start[index] /= slope[half + index] }
        }
        let boundaries = stride(
          from: before == nil ? ChunkShape.hop : first, to: line.count, by: ChunkShape.hop)
        for boundary in boundaries { music_unlap(start + boundary, Int32(half), slope) }
      }
      samples[channel] += line.dropLast(half)
      held?.append(Array(line.suffix(half)))
    }
  }

  /// Ends what came so far: the sound ends, or what follows is lost.
  mutating func close() {
    guard let held else { return }
    let half = ChunkTransform.half
    let slope = SpectralTransform.shared.slope(ChunkTransform.size)
    for channel in held.indices {
      samples[channel] += held[channel].indices.map { held[channel][$0] / slope[2 * half - 1 - $0] }
    }
    self.held = nil
  }

  mutating func append(silence count: Int) {
    close()
    for channel in samples.indices { samples[channel] += [Float](repeating: 0, count: count) }
  }

  /// Forgets samples.
  mutating func discard(before position: Int) {
    let count = min(position, end) - start
    guard count > 0 else { return }
    for channel in samples.indices { samples[channel].removeFirst(count) }
    start += count
  }

  /// Samples of all channels, one behind the other.
  subscript(range: Range<Int>) -> [Float] {
    samples.flatMap { $0[range.lowerBound - start..<range.upperBound - start] }
  }
}
