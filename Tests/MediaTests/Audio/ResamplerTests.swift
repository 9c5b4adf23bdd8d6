import Bytes
import Media
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

struct ResamplerTests {
  /// Sines that neither rate cuts, one frequency a channel.
  private func sines(rate: Int, frames: Int) -> AudioBuffer {
    let properties = AudioProperties(sampleRate: rate, channelCount: 2, sampleType: .float)
    let values = [997.0, 5500.0].flatMap { frequency -> [Float] in
      let step = 2 * Double.pi * frequency / Double(rate)
      return (0..<frames).map { frame -> Float in Float(sin(step * Double(frame) + 0.3) / 2) }
    }
    return AudioBuffer(properties, .floats(values))
  }

  /// The largest difference, ends left out.
  private func error(_ a: AudioBuffer, _ b: AudioBuffer, margin: Int) -> Float {
    let (x, y) = (a.normalized, b.normalized)
    return (0..<2).flatMap { channel in
      (margin..<a.frameCount - margin).map {
        abs(x[channel * a.frameCount + $0] - y[channel * b.frameCount + $0])
      }
    }.max() ?? 0
  }

  @Test(arguments: [(44100, 48000), (48000, 44100), (44100, 16000), (16000, 44100), (44100, 44100)])
  func sinesStaySines(_ rates: (Int, Int)) throws {
    let original = sines(rate: rates.0, frames: 20001)
    let result = try original.resampled(to: rates.1)
    #expect(result.frameCount == (20001 * rates.1 + rates.0 - 1) / rates.0)
    #expect(error(result, sines(rate: rates.1, frames: result.frameCount), margin: 400) < 1e-5)
    let back = try result.resampled(to: rates.0, frameCount: 20001)
    #expect(back.frameCount == 20001 && back.properties == original.properties)
    #expect(error(back, original, margin: 800) < 2e-5)
  }

  @Test func piecesAreTheWhole() throws {
    let original = sines(rate: 44100, frames: 10007)
    let whole = try original.resampled(to: 32000)
    let resampler = try Resampler(channelCount: 2, from: 44100, to: 32000)
    var pieces: [AudioBuffer] = []
    func add(_ values: [Float]) { pieces.append(AudioBuffer(whole.properties, .floats(values))) }
    for start in stride(from: 0, to: 10007, by: 611) {
      add(try resampler.convert(original[start..<min(start + 611, 10007)].normalized))
    }
    add(try resampler.finish())
    #expect(AudioBuffer(joining: pieces, properties: whole.properties) == whole)
  }

  @Test func lengths() throws {
    for frames in [0, 1, 2, 100, 441] {
      for (from, to) in [(44100, 48000), (48000, 8000), (8000, 96000)] {
        let sound = sines(rate: from, frames: frames)
        let there = try sound.resampled(to: to)
        #expect(there.frameCount == (frames * to + from - 1) / from)
        #expect(try there.resampled(to: from, frameCount: frames).frameCount == frames)
      }
    }
  }

  @Test func impossibleRates() {
    for (from, to) in [(0, 1), (1, 0), (100, 100_000), (-1, -1)] {
      #expect(throws: CodecError.self) { try Resampler(channelCount: 1, from: from, to: to) }
    }
  }

  @Test func integersAreNormalized() throws {
    let properties = AudioProperties(sampleRate: 8000, channelCount: 1, sampleType: .integer(bits: 24))
    let sound = AudioBuffer(properties, .integers([-(1 << 23), 1 << 22, 0, 1]))
    #expect(sound.normalized == [-1, 0.5, 0, 0x1p-23])
  }
}
