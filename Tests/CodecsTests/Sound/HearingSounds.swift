import Foundation
import Media
import TestSupport

/// Sounds for tests of codecs: notes, noise and attacks.
enum HearingSounds {
  static func properties(channels: Int, rate: Int = 1000) -> AudioProperties {
    AudioProperties(sampleRate: rate, channelCount: channels, sampleType: .float, speakers: 0)
  }

  static func buffer(_ channels: [[Float]], rate: Int = 1000) -> AudioBuffer {
    AudioBuffer(properties(channels: channels.count, rate: rate), .floats(channels.flatMap { $0 }))
  }

  /// Planes with zeros before and behind, as a codec gets them.
  static func padded(_ channels: [[Float]], margin: Int) -> AudioBuffer {
    let zeros = [Float](repeating: 0, count: margin)
    return buffer(channels.map { zeros + $0 + zeros })
  }

  /// Triangles of a falling period, and a little noise.
  static func notes(_ frames: Int, seed: UInt64 = 1) -> [Float] {
    var random = SeededRandom(seed)
    return (0..<frames).map { frame in
      let period = 40 + frame / 700 % 30
      let phase = Float(frame % period) / Float(period)
      return 0.4 * abs(2 * phase - 1) - 0.2 + 0.01 * noise(&random)
    }
  }

  static func noise(_ frames: Int, seed: UInt64) -> [Float] {
    var random = SeededRandom(seed)
    return (0..<frames).map { _ in 0.3 * noise(&random) }
  }

  /// A wave that swells and fades at the ends, and loud ones that die away from some frames on.
  static func tone(_ frames: Int, period: Float, onsets: [Int] = []) -> [Float] {
    (0..<frames).map { frame in
      let loud = onsets.map { frame < $0 ? 0 : exp2(Float($0 - frame) / 100) * sin(Float(frame - $0) / 3) }
      let swell = min(Float(min(frame, frames - frame)) / 1024, 1)
      return 0.1 * swell * sin(Float(frame) * 2 * .pi / period) + 0.8 * loud.reduce(0, +)
    }
  }

  /// Silence, then a burst, over and over.
  static func attacks(_ frames: Int) -> [Float] {
    var random = SeededRandom(5)
    return (0..<frames).map { frame in
      let since = (frame + 300) % 3000
      return since < 400 ? noise(&random) * 0.8 * Float(400 - since) / 400 : 0
    }
  }

  private static func noise(_ random: inout SeededRandom) -> Float {
    Float(random.next(below: 2001) - 1000) / 1000
  }

  /// Power over that of the difference.
  static func ratio(_ original: [Float], _ other: [Float]) -> Float {
    let difference = power(zip(original, other).map { $0 - $1 })
    return power(original) / max(difference, 1e-30)
  }

  static func power(_ samples: [Float]) -> Float { samples.reduce(0) { $0 + $1 * $1 } }
}
