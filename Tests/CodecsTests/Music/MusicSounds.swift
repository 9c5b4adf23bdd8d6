import EntropyCoding
import Media
import TestSupport

@testable import Codecs

/// Sounds and latents for tests of the codec of music.
enum MusicSounds {
  static func properties(_ channels: Int, rate: Int = 44100) -> AudioProperties {
    AudioProperties(sampleRate: rate, channelCount: channels, sampleType: .float)
  }

  /// Tones that come and go, an attack, and some noise; channels resemble each other.
  static func sound(frames: Int, channels: Int, rate: Int = 44100) -> AudioBuffer {
    var random = SeededRandom(UInt64(frames + channels))
    let noise = random.floats(frames * channels, in: -0.01...0.01)
    var samples: [Float] = []
    for channel in 0..<channels {
      var (x, y) = (Float(0.3), Float(0))
      let turn: Float = 0.05 + 0.001 * Float(channel / 2)
      for frame in 0..<frames {
        (x, y) = ((x - turn * y) * 0.9985, (y + turn * x) * 0.9985)
        if frame % 5000 == 700 { x += 0.5 / Float(1 + channel) }
        samples.append(x + noise[channel * frames + frame])
      }
    }
    return AudioBuffer(properties(channels, rate: rate), .floats(samples))
  }

  /// Any latents of a group.
  static func latents(frames: Int, channels: Int, phase: Int, seed: UInt64) -> MusicLatents {
    var random = SeededRandom(seed)
    var sizes: [UInt8] = phase == 0 ? [] : [Tiling.oddSize]
    var rest = Tiling.gridUnits(frames: frames, phase: phase)
    while rest > 0 {
      let size = random.next(below: SpectralTransform.sizes)
      guard 1 << size <= rest else { continue }
      sizes.append(UInt8(size))
      rest -= 1 << size
    }
    if phase != 0 { sizes.append(Tiling.oddSize) }
    let tiling = Tiling(phase: phase, sizes: sizes)
    let segments = tiling.segments
    let turns = MusicCodec.pairs(channels).map { pair in
      pair.count < 2
        ? []
        : (0..<TurnGrid.stripes(segments)).map { _ in
          (0..<TurnGrid.bands).map { _ in UInt8(random.next(below: TurnGrid.turns)) }
        }
    }
    let values = (0..<channels).map { _ in
      var values: [Int16] = []
      for segment in segments {
        let end = random.next(below: segment.frames + 1)
        for k in 0..<segment.coefficients {
          var value = 0
          if k < end {
            value = random.next(below: 7) - 3
            if random.next(below: 200) == 0 { value *= random.next(below: 10900) }
          }
          values.append(Int16(value))
        }
      }
      return values
    }
    return MusicLatents(frames: frames, tiling: tiling, turns: turns, values: values, coded: nil)
  }

  /// Signal to noise in decibels.
  static func ratio(_ sound: AudioBuffer, _ decoded: AudioBuffer) -> Float {
    var (energy, noise) = (Float(0), Float(1e-20))
    for (x, y) in zip(sound.normalized, decoded.normalized) {
      energy += x * x
      noise += (x - y) * (x - y)
    }
    return 3.0103 * StepLogarithm.log2(energy / noise)
  }
}
