import CKernels
import Media

extension MusicCodec {
  public func synthesize(
    _ latents: MusicLatents, before: MusicLatents?, after: MusicLatents?, frames: Int
  ) -> AudioBuffer {
    let synthesis = MusicSynthesis(shares: model.shares, step: settings.step)
    let segments = latents.tiling.segments
    let last = before.map { $0.tiling.segments }?.last
    let first = after.map { $0.tiling.segments }?.first
    let channels = synthesis.lapped(latents, segments)
    let ends = before.flatMap { latents in last.map { synthesis.lapped(latents, [$0]) } }
    let starts = after.flatMap { latents in first.map { synthesis.lapped(latents, [$0]) } }
    var samples: [Float] = []
    samples.reserveCapacity(channels.count * frames)
    for channel in channels.indices {
      synthesis.unlap(
        channels[channel], segments, before: ends.map { $0[channel] }, after: starts.map { $0[channel] })
      samples += UnsafeBufferPointer(start: channels[channel].start + margin, count: frames)
    }
    let floats = AudioProperties(
      sampleRate: properties.sampleRate, channelCount: properties.channelCount, sampleType: .float,
      speakers: properties.speakers)
    return AudioBuffer(floats, .floats(samples))
  }
}

/// Latents to samples.
struct MusicSynthesis {
  let shares: [Float]
  let step: Float
  private static let margin = SpectralTransform.half(0)

  init(shares: [Float], step: Float) { (self.shares, self.step) = (shares, step) }

  /// The lapped samples of some segments that follow one another, behind a margin, [channels].
  func lapped(_ latents: MusicLatents, _ segments: [Tiling.Segment]) -> [MusicBuffer] {
    guard let first = segments.first, let last = segments.last else { return [] }
    let offset = first.offset
    let spectra = latents.values.map { values in
      let spectrum = MusicBuffer(last.offset + last.coefficients - offset)
      values.withUnsafeBufferPointer { values in
        guard let values = values.baseAddress else { return }
        for segment in segments {
          music_restore(
            values + segment.offset, Int32(segment.coefficients), step, shares,
            spectrum.start + segment.offset - offset)
        }
      }
      return spectrum
    }
    for (index, pair) in MusicCodec.pairs(spectra.count).enumerated() where pair.count == 2 {
      MusicTurns.apply(
        latents.turns[index], segments, spectra[pair.lowerBound].start - offset,
        spectra[pair.lowerBound + 1].start - offset, direction: -1)
    }
    return spectra.map { spectrum in
      inverse(UnsafePointer(spectrum.start) - offset, segments)
    }
  }

  private func inverse(_ spectrum: UnsafePointer<Float>, _ segments: [Tiling.Segment]) -> MusicBuffer {
    let start = segments[0].start
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
  ///   - before: the lapped samples of the last segment of the group before; nil where the sound begins.
  ///   - after: of the first segment of the group behind it.
  func unlap(
    _ samples: MusicBuffer, _ segments: [Tiling.Segment], before: MusicBuffer?, after: MusicBuffer?
  ) {
    let margin = Self.margin
    let slope = SpectralTransform.shared.slope(0)
    let start = samples.start + margin
    let end = samples.start + samples.count - margin
    for segment in segments.dropFirst() {
      music_unlap(
        start + segment.start, Int32(SpectralTransform.half(segment.left)),
        SpectralTransform.shared.slope(segment.left))
    }
    if let before {
      samples.start.update(from: before.start + before.count - 2 * margin, count: margin)
      music_unlap(start, Int32(margin), slope)
    } else {
      // Silence was mixed in.
      for index in 0..<margin { start[index] /= slope[margin + index] }
    }
    if let after {
      end.update(from: after.start + margin, count: margin)
      music_unlap(end, Int32(margin), slope)
    } else {
      for index in 0..<margin { end[-1 - index] /= slope[margin + index] }
    }
  }
}
