import CKernels

/// Channels of a sound without loss, two at a time, by predictors that learn from every sample.
public enum AdaptiveSoundCoder {
  /// Frames between two looks at whether the bytes have ended.
  private static let piece = 1024

  /// The channels as bytes, and the state in which the coder ended.
  /// - Parameters:
  ///   - channels: as many samples of each, within the ranges.
  ///   - ranges: what the decoder is told.
  public static func encode(
    _ channels: [[Int32]], ranges: [ClosedRange<Int32>]
  ) -> (payload: [UInt8], state: UInt32) {
    var encoder = RangeEncoder()
    for first in stride(from: 0, to: channels.count, by: 2) {
      let pair = first..<min(first + 2, channels.count)
      let walk = SoundPairWalk(ranges: Array(ranges[pair]), frames: piece)
      let frames = channels[first].count
      for start in stride(from: 0, to: frames, by: piece) {
        let count = min(piece, frames - start)
        for (place, channel) in pair.enumerated() {
          channels[channel].withUnsafeBufferPointer { samples in
            guard let samples = samples.baseAddress else { return }
            walk.samples[place].update(from: samples + start, count: count)
          }
        }
        walk.write(count, to: &encoder)
      }
    }
    let state = encoder.state
    return (encoder.finish(), state)
  }

  /// The inverse of `encode`; nil when the bytes end too early.
  public static func decode(
    _ payload: ArraySlice<UInt8>, ranges: [ClosedRange<Int32>], frames: Int
  ) -> (channels: [[Int32]], state: UInt32)? {
    let bytes = CircuitBytes(payload)
    var reader = circuit_reader_start(bytes.start, payload.count)
    var channels = [[Int32]](repeating: [], count: ranges.count)
    for first in stride(from: 0, to: ranges.count, by: 2) {
      let pair = first..<min(first + 2, ranges.count)
      let walk = SoundPairWalk(ranges: Array(ranges[pair]), frames: piece)
      for start in stride(from: 0, to: frames, by: piece) {
        let count = min(piece, frames - start)
        walk.read(count, from: &reader)
        // As `RangeDecoder.isExhausted`.
        guard reader.position <= reader.count + 8 else { return nil }
        for (place, channel) in pair.enumerated() {
          channels[channel] += UnsafeBufferPointer(start: walk.samples[place], count: count)
        }
      }
    }
    return (channels, coderState(range: reader.range, words: Int(reader.position) / 4 - 2))
  }
}
