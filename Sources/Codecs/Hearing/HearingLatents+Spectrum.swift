import CKernels
import EntropyCoding

extension HearingLatents {
  /// The coefficients of a channel in some segments that follow one another.
  func spectrum(of channel: Int, _ segments: [Tiling.Segment]) -> MusicBuffer {
    guard let first = segments.first, let last = segments.last else { return MusicBuffer(0) }
    // Noise is that of whole blocks, whichever segments are wanted.
    let size = HearingBlocks.frames
    let range = first.offset / size..<last.offset / size + 1
    let restored = MusicBuffer(range.count * size)
    for block in range {
      let segments = Int32(blocks.segments(of: block))
      let place = UInt32(truncatingIfNeeded: (block * values.count + channel) * size)
      values[channel].withUnsafeBufferPointer { values in
        steps[channel / 2].withUnsafeBufferPointer { steps in
          levels[channel].withUnsafeBufferPointer { levels in
            guard let values = values.baseAddress, let steps = steps.baseAddress,
              let levels = levels.baseAddress
            else { return }
            hearing_restore(
              values + block * size, segments, steps + block * HearingSide.bands,
              levels + block * HearingSide.cells,
              place, restored.start + (block - range.lowerBound) * size)
          }
        }
      }
    }
    let lead = first.offset - range.lowerBound * size
    let count = last.offset + last.coefficients - first.offset
    guard count < restored.count else { return restored }
    let spectrum = MusicBuffer(count)
    spectrum.start.update(from: restored.start + lead, count: count)
    return spectrum
  }
}
