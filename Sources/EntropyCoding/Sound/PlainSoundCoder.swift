import CKernels

/// Channels of a sound without loss, two at a time, by linear prediction of blocks and Rice codes: fast.
public enum PlainSoundCoder {
  /// The channels as bytes.
  /// - Parameters:
  ///   - channels: as many samples of each, within the ranges.
  ///   - ranges: what the decoder is told.
  public static func encode(_ channels: [[Int32]], ranges: [ClosedRange<Int32>]) -> [UInt8] {
    let frames = channels.first?.count ?? 0
    let blockBytes = 2 * (PlainSoundBlock.frames * Int(sound_rice_most_bytes) + PlainSoundBlock.sideBytes)
    let buffer = UnsafeMutablePointer<UInt8>.allocate(capacity: blockBytes)
    defer { buffer.deallocate() }
    var bytes: [UInt8] = []
    var writer = SoundBitWriter(bits: 0, count: 0, next: buffer)
    func flush() {
      bytes += UnsafeBufferPointer(start: buffer, count: writer.next - buffer)
      writer.next = buffer
    }
    for first in stride(from: 0, to: channels.count, by: 2) {
      let pair = first..<min(first + 2, channels.count)
      let block = PlainSoundBlock(ranges: Array(ranges[pair]))
      for start in stride(from: 0, to: frames, by: PlainSoundBlock.frames) {
        let count = min(PlainSoundBlock.frames, frames - start)
        for (place, channel) in pair.enumerated() {
          channels[channel].withUnsafeBufferPointer { samples in
            guard let samples = samples.baseAddress else { return }
            block.samples(place).update(from: samples + start, count: count)
          }
        }
        block.write(count, to: &writer)
        flush()
      }
    }
    sound_rice_end(&writer)
    flush()
    return bytes
  }

  /// The inverse of `encode`; nil when the bytes end too early, or are not what `encode` makes.
  public static func decode(
    _ payload: ArraySlice<UInt8>, ranges: [ClosedRange<Int32>], frames: Int
  ) -> [[Int32]]? {
    let padded = payload + [UInt8](repeating: 0, count: 8)
    return padded.withUnsafeBufferPointer { padded in
      guard let bytes = padded.baseAddress else { return nil }
      var reader = SoundBitReader(bytes: bytes, count: payload.count, position: 0)
      var channels = [[Int32]](repeating: [], count: ranges.count)
      for first in stride(from: 0, to: ranges.count, by: 2) {
        let pair = first..<min(first + 2, ranges.count)
        let block = PlainSoundBlock(ranges: Array(ranges[pair]))
        for start in stride(from: 0, to: frames, by: PlainSoundBlock.frames) {
          let count = min(PlainSoundBlock.frames, frames - start)
          guard block.read(count, from: &reader), reader.position <= 8 * payload.count else { return nil }
          for (place, channel) in pair.enumerated() {
            channels[channel] += UnsafeBufferPointer(start: block.samples(place), count: count)
          }
        }
      }
      // Whole words of 32 bits are written.
      guard (reader.position + 31) / 32 * 4 == payload.count else { return nil }
      return channels
    }
  }
}
