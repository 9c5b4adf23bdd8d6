import CKernels
import Media

/// Latents to samples, where segments lap over those of the groups before and after.
struct MusicSynthesis<Latents> {
  let properties: AudioProperties
  let segments: (Latents) -> [Tiling.Segment]
  /// [pairs of two][stripes][bands].
  let turns: (Latents) -> [[[UInt8]]]
  /// The coefficients of a channel in some segments that follow one another.
  let spectrum: (Latents, Int, [Tiling.Segment]) -> MusicBuffer

  private static var margin: Int { SpectralTransform.half(Tiling.border) }

  func sound(_ latents: Latents, before: Latents?, after: Latents?, frames: Int) -> AudioBuffer {
    let segments = segments(latents)
    let channels = lapped(latents, segments)
    let last = before.flatMap { self.segments($0).last }
    let first = after.flatMap { self.segments($0).first }
    let ends = before.flatMap { latents in last.map { lapped(latents, [$0]) } }
    let starts = after.flatMap { latents in first.map { lapped(latents, [$0]) } }
    let borders = (
      left: min(last?.right ?? Tiling.border, segments.first?.left ?? 0),
      right: min(segments.last?.right ?? 0, first?.left ?? Tiling.border)
    )
    var samples: [Float] = []
    samples.reserveCapacity(channels.count * frames)
    for channel in channels.indices {
      unlap(
        channels[channel], segments, borders, before: ends.map { $0[channel] },
        after: starts.map { $0[channel] })
      samples += UnsafeBufferPointer(start: channels[channel].start + Self.margin, count: frames)
    }
    let floats = AudioProperties(
      sampleRate: properties.sampleRate, channelCount: properties.channelCount, sampleType: .float,
      speakers: properties.speakers)
    return AudioBuffer(floats, .floats(samples))
  }

  /// The lapped samples of some segments that follow one another, behind a margin, [channels].
  private func lapped(_ latents: Latents, _ segments: [Tiling.Segment]) -> [MusicBuffer] {
    let offset = segments.first?.offset ?? 0
    let spectra = (0..<properties.channelCount).map { spectrum(latents, $0, segments) }
    for (index, pair) in MusicCodec.pairs(spectra.count).enumerated() where pair.count == 2 {
      MusicTurns.apply(
        turns(latents)[index], segments, spectra[pair.lowerBound].start - offset,
        spectra[pair.lowerBound + 1].start - offset, direction: -1)
    }
    return spectra.map { inverse(UnsafePointer($0.start) - offset, segments) }
  }

  private func inverse(_ spectrum: UnsafePointer<Float>, _ segments: [Tiling.Segment]) -> MusicBuffer {
    let start = segments.first?.start ?? 0
    let frames = segments.reduce(0) { $0 + $1.frames }
    let samples = MusicBuffer(frames + 2 * Self.margin)
    let scratch = MusicBuffer(2 * SpectralTransform.longest)
    for segment in segments {
      let from = spectrum + segment.offset
      let to = samples.start + Self.margin + segment.start - start
      if segment.isOdd {
        OddTransform(frames: segment.frames).inverse(from, to)
      } else {
        SpectralTransform.shared.inverse(size: segment.size, from, to, scratch: scratch.start)
      }
    }
    return samples
  }

  /// Parts what lapping mixed, all over a group.
  /// - Parameters:
  ///   - borders: the laps at the ends of the group.
  ///   - before: the lapped samples of the last segment of the group before; nil where the sound begins.
  ///   - after: of the first segment of the group behind it.
  private func unlap(
    _ samples: MusicBuffer, _ segments: [Tiling.Segment], _ borders: Tiling.Borders, before: MusicBuffer?,
    after: MusicBuffer?
  ) {
    let margin = Self.margin
    let start = samples.start + margin
    let end = samples.start + samples.count - margin
    for segment in segments.dropFirst() {
      music_unlap(
        start + segment.start, Int32(SpectralTransform.half(segment.left)),
        SpectralTransform.shared.slope(segment.left))
    }
    var half = SpectralTransform.half(borders.left)
    var slope = SpectralTransform.shared.slope(borders.left)
    if let before {
      (start - half).update(from: before.start + before.count - margin - half, count: half)
      music_unlap(start, Int32(half), slope)
    } else {
      // Silence was mixed in.
      for index in 0..<half { start[index] /= slope[half + index] }
    }
    half = SpectralTransform.half(borders.right)
    slope = SpectralTransform.shared.slope(borders.right)
    if let after {
      end.update(from: after.start + margin, count: half)
      music_unlap(end, Int32(half), slope)
    } else {
      for index in 0..<half { end[-1 - index] /= slope[half + index] }
    }
  }
}
