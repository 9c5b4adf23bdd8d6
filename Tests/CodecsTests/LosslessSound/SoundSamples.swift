import Media
import TestSupport

/// Sounds made of integers, the same on every machine.
enum SoundSamples: CaseIterable {
  case music, silence, constant, noise, square, extremes, clicks, shifted, steps, fading

  /// Samples of one channel, of `bits` bits.
  func channel(frames: Int, bits: Int, seed: UInt64) -> [Int32] {
    var random = SeededRandom(seed)
    let highest = Int(Int32.max >> Int32(32 - bits))
    let lowest = -highest - 1
    switch self {
    case .music: return Self.resonances(frames, peak: highest / 2, random: &random)
    case .silence: return [Int32](repeating: 0, count: frames)
    case .constant: return [Int32](repeating: Int32(lowest + 3), count: frames)
    case .noise: return (0..<frames).map { _ in Int32(lowest + random.next(below: highest - lowest + 1)) }
    case .square: return (0..<frames).map { Int32($0 / 37 % 2 == 0 ? highest : lowest) }
    case .extremes: return (0..<frames).map { _ in Int32(random.next(below: 2) == 0 ? highest : lowest) }
    case .clicks: return (0..<frames).map { _ in Int32(random.next(below: 300) == 0 ? lowest : 0) }
    case .shifted: return Self.resonances(frames, peak: highest / 32, random: &random).map { $0 * 16 }
    case .steps:
      let step = max(highest / 6, 1)
      return Self.resonances(frames, peak: highest / 2, random: &random).map {
        $0 / Int32(step) * Int32(step)
      }
    case .fading:
      return Self.resonances(frames, peak: highest, random: &random).enumerated().map { frame, sample in
        sample >> Int32(min(frame / 200, 31))
      }
    }
  }

  /// Two resonances, excited by noise, within a peak.
  private static func resonances(_ frames: Int, peak: Int, random: inout SeededRandom) -> [Int32] {
    var states = [(0, 0), (0, 0)]
    return (0..<frames).map { _ in
      let excitation = random.next(below: 2001) - 1000
      var sum = 0
      for (index, turn) in [65_300, 52_000].enumerated() {
        let (last, before) = states[index]
        let next = (2 * turn * last / 65_536) - before * 65_200 / 65_536 + excitation * 16
        states[index] = (min(max(next, -(1 << 22)), 1 << 22), last)
        sum += states[index].0
      }
      return Int32(min(max((sum * peak) >> 22, -peak), peak))
    }
  }

  func sound(
    frames: Int, channels: Int, bits: Int, rate: Int = 44_100, seed: UInt64 = 1
  ) -> AudioBuffer {
    let properties = AudioProperties(
      sampleRate: rate, channelCount: channels, sampleType: .integer(bits: bits))
    let samples = (0..<channels).flatMap { channel(frames: frames, bits: bits, seed: seed + UInt64($0)) }
    return AudioBuffer(properties, .integers(samples))
  }
}
