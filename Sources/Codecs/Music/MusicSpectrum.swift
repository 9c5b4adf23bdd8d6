import CKernels
import EntropyCoding
import Media

/// The coefficients of a group, before they are quantized.
public final class MusicSpectrum {
  let frames: Int
  let tiling: Tiling
  let segments: [Tiling.Segment]
  let effort: SoundEffort
  /// [pairs of two][stripes][bands].
  let turns: [[[UInt8]]]
  /// One for each channel, or sums and differences of them.
  let spectra: [MusicBuffer]

  /// - Parameters:
  ///   - sound: margin, frames of the group, margin.
  ///   - step: the one that will be used, nearly: what is best depends on it.
  ///   - usesGrid: whether the grid of an earlier codec is looked for.
  public convenience init(
    _ sound: AudioBuffer, frames: Int, margin: Int, step: Float, effort: SoundEffort = .usual,
    usesGrid: Bool = true
  ) {
    self.init(sound, frames: frames, margin: margin, step: step, effort: effort) { channels in
      (Self.tiling(channels, frames: frames, step: step, effort: effort, usesGrid: usesGrid), Tiling.borders)
    }
  }

  /// - Parameter tile: tells how the group is cut, and the laps that the groups before and behind it allow, from its channels;
  ///   of each, as much as the longest segment can be read before and behind.
  init(
    _ sound: AudioBuffer, frames: Int, margin: Int, step: Float, effort: SoundEffort = .usual,
    tile: ([UnsafePointer<Float>]) -> (Tiling, Tiling.Borders)
  ) {
    (self.frames, self.effort) = (frames, effort)
    let reach = SpectralTransform.longest
    let tiled = Tiling.tiledFrames(frames)
    let samples = sound.normalized
    let planes = (0..<sound.properties.channelCount).map { channel in
      let plane = MusicBuffer(tiled + 2 * reach)
      let count = min(sound.frameCount, tiled + 2 * margin)
      samples.withUnsafeBufferPointer { samples in
        for index in 0..<count {
          let sample = samples[channel * sound.frameCount + index]
          // Steps are at least 2^-24: what is beyond would be no finite number of them.
          plane.start[reach - margin + index] = sample.isFinite ? min(max(sample, -64), 64) : 0
        }
      }
      return plane
    }
    let channels = planes.map { UnsafePointer($0.start) + reach }
    let (tiling, borders) = tile(channels)
    let segments = tiling.segments
    Self.lap(planes.map { $0.start + reach }, segments, borders)
    let spectra = planes.map { plane in
      Self.transform(UnsafePointer(plane.start) + reach, segments, count: tiling.coefficients)
    }
    var turns: [[[UInt8]]] = []
    for pair in MusicCodec.pairs(spectra.count) {
      guard pair.count == 2 else {
        turns.append([])
        continue
      }
      let (first, second) = (spectra[pair.lowerBound].start, spectra[pair.lowerBound + 1].start)
      let found = TurnSearch(segments: segments, first: first, second: second, step: step).turns()
      MusicTurns.apply(found, segments, first, second, direction: 1)
      turns.append(found)
    }
    (self.tiling, self.segments, self.spectra, self.turns) = (tiling, segments, spectra, turns)
  }

  private static func tiling(
    _ channels: [UnsafePointer<Float>], frames: Int, step: Float, effort: SoundEffort, usesGrid: Bool
  ) -> Tiling {
    var phase = 0
    if usesGrid, Tiling.allowsPhase(frames: frames) {
      let sum = MusicBuffer(Tiling.tiledFrames(frames))
      for channel in channels.prefix(2) {
        for index in 0..<sum.count { sum.start[index] += channel[index] }
      }
      phase = GridSearch.phase(UnsafePointer(sum.start), frames: sum.count)
    }
    let isAligned = phase != 0
    let search = SegmentSearch(
      channels: channels, units: Tiling.gridUnits(frames: frames, phase: phase),
      start: Tiling.gridStart(phase: phase), isAligned: isAligned,
      step: step,
      effort: effort)
    let sizes = search.sizes()
    let odd = isAligned ? [Tiling.oddSize] : []
    return Tiling(phase: phase, sizes: odd + sizes + odd)
  }

  private static func lap(
    _ channels: [UnsafeMutablePointer<Float>], _ segments: [Tiling.Segment], _ borders: Tiling.Borders
  ) {
    let transform = SpectralTransform.shared
    func lap(_ place: Int, _ size: Int) {
      for channel in channels {
        music_lap(channel + place, Int32(SpectralTransform.half(size)), transform.slope(size))
      }
    }
    guard let first = segments.first, let last = segments.last else { return }
    lap(0, min(first.left, borders.left))
    for segment in segments.dropFirst() { lap(segment.start, segment.left) }
    lap(last.start + last.frames, min(last.right, borders.right))
  }

  private static func transform(
    _ samples: UnsafePointer<Float>, _ segments: [Tiling.Segment], count: Int
  ) -> MusicBuffer {
    let spectrum = MusicBuffer(count)
    let scratch = MusicBuffer(2 * SpectralTransform.longest)
    for segment in segments {
      let (from, to) = (samples + segment.start, spectrum.start + segment.offset)
      if segment.isOdd {
        OddTransform(frames: segment.frames).forward(from, to)
      } else {
        SpectralTransform.shared.forward(size: segment.size, from, to, scratch: scratch.start)
      }
    }
    return spectrum
  }

  /// What costs least: squared differences, and a share of the squared step for every bit.
  func quantized(step: Float, _ writer: SpectrumWriter) -> MusicLatents {
    let values = quantize(step: step, writer)
    return MusicLatents(
      frames: frames, tiling: tiling, turns: turns, values: values,
      coded: MusicGroup.finish(writer, phase: tiling.phase))
  }

  /// Writes the group, and returns the values that were chosen: [channels][coefficients].
  func quantize(step: Float, _ writer: SpectrumWriter) -> [[Int16]] {
    MusicGroup.write(tiling, to: writer)
    let steps = MusicBuffer(2 * SpectralTransform.longest)
    var values: [[Int16]] = []
    for (index, pair) in MusicCodec.pairs(spectra.count).enumerated() {
      let memory = pair.map { _ in UnsafeMutablePointer<Int16>.allocate(capacity: tiling.coefficients) }
      defer { for channel in memory { channel.deallocate() } }
      var ends = pair.map { SpectrumEnds(segments, spectra[$0].start, step: step) }
      var place = 0
      writer.beginPair()
      MusicGroup.write(segments, turns: turns[index], to: writer) { segment in
        var scaled: [UnsafePointer<Float>] = []
        for (channel, spectrum) in spectra[pair].enumerated() {
          let row = steps.start + channel * SpectralTransform.longest
          for k in 0..<segment.coefficients { row[k] = spectrum.start[segment.offset + k] / step }
          scaled.append(UnsafePointer(row))
        }
        let wished = ends.indices.map { ends[$0].next(place) }
        place += 1
        writer.quantize(
          size: segment.size, scaled, ends: wished, weight: Self.weight, isExact: effort == .high,
          into: memory.map { $0 + segment.offset })
      }
      values += memory.map { Array(UnsafeBufferPointer(start: $0, count: tiling.coefficients)) }
    }
    return values
  }

  /// Of a bit, beside a squared step.
  static let weight: Float = 0.1
}

/// Behind which 64th of each segment a channel is taken to be zero. Changes of it cost bits: it stays where it was as long
/// as that is not much too far.
struct SpectrumEnds {
  /// Magnitudes below this many steps become zero anyway.
  private static let least: Float = 0.6
  private static let foresight = 5
  private static let patience = 2

  private let needed: [Int]
  private var known = 0

  init(_ segments: [Tiling.Segment], _ spectrum: UnsafePointer<Float>, step: Float) {
    needed = segments.map { segment in
      var end = segment.coefficients
      while end > 0, abs(spectrum[segment.offset + end - 1]) < Self.least * step { end -= 1 }
      return (end * 64 + segment.coefficients - 1) / segment.coefficients
    }
  }

  mutating func next(_ place: Int) -> Int32 {
    let wished = needed[place..<min(place + Self.foresight, needed.count)].max() ?? 0
    if !(wished...wished + Self.patience).contains(known) { known = wished }
    return Int32(known)
  }
}
