import Bytes
import CKernels

/// The noise of a chunk of a pair of channels, a function of the seed and the place: docs/consistency.md, section 5.
struct ChunkNoise {
  /// What the noise is for.
  enum Stream: UInt64, CaseIterable {
    case coefficients, refinement, side
  }

  let seed: UInt64
  let pair: Int
  /// From the start of the sound.
  let chunk: Int

  /// Numbers of mean 0 and variance 1, [frames, bins].
  func callAsFunction(_ stream: Stream, bins: Int) -> [Float] {
    let streams = UInt64(pair) * UInt64(Stream.allCases.count) + stream.rawValue
    let chunkKey = Self.mixed(Self.mixed(Self.mixed(seed) &+ streams) &+ UInt64(chunk))
    var result = [Float](repeating: 0, count: ChunkShape.frames * bins)
    result.withUnsafeMutableBufferPointer { result in
      guard let start = result.baseAddress else { return }
      for frame in 0..<ChunkShape.frames {
        noise_row(Self.mixed(chunkKey &+ UInt64(frame)), bins, start + frame * bins)
      }
    }
    return result
  }

  private static func mixed(_ value: UInt64) -> UInt64 {
    var generator = SplitMix64(seed: value)
    return generator.next()
  }
}
