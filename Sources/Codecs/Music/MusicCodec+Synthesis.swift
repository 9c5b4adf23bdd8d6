import CKernels
import Media

extension MusicCodec {
  public func synthesize(
    _ latents: MusicLatents, before: MusicLatents?, after: MusicLatents?, frames: Int
  ) -> AudioBuffer {
    let synthesis = MusicSynthesis<MusicLatents>(
      properties: properties, segments: { $0.tiling.segments }, turns: { $0.turns },
      spectrum: { latents, channel, segments in
        latents.spectrum(of: channel, segments, shares: model.shares, step: settings.step)
      })
    return synthesis.sound(latents, before: before, after: after, frames: frames)
  }
}

extension MusicLatents {
  /// The coefficients of some segments that follow one another.
  fileprivate func spectrum(
    of channel: Int, _ segments: [Tiling.Segment], shares: [Float], step: Float
  ) -> MusicBuffer {
    let spectrum = MusicBuffer(segments.reduce(0) { $0 + $1.coefficients })
    values[channel].withUnsafeBufferPointer { values in
      guard let values = values.baseAddress, let first = segments.first else { return }
      for segment in segments {
        music_restore(
          values + segment.offset, Int32(segment.coefficients), step, shares,
          spectrum.start + segment.offset - first.offset)
      }
    }
    return spectrum
  }
}
