import CKernels

/// Looks for the grid of segments of a codec that a sound went through before: where segments lie as they did, many of
/// their coefficients are nearly zero.
struct GridSearch {
  private static let places = 12
  private static let size = 3
  /// Coefficients that are looked at: the highest are zero wherever segments lie.
  private static let looked = 640
  /// What coefficients are compared with, over full scale: about the noise of samples of 16 bits.
  private static let inverseStep: Float = 16384
  /// Offsets so near to the best one are no rivals.
  private static let neighbourhood = 20
  /// Share of all votes that a phase needs.
  private static let majority: Float = 0.4

  /// The phase, 0 ..< 128, of the grid; 0 if there is none.
  /// - Parameters:
  ///   - sound: sums of channels.
  ///   - frames: at least the margin before and behind can be read as well.
  static func phase(_ sound: UnsafePointer<Float>, frames: Int) -> Int {
    let count = SpectralTransform.shortest << size
    guard frames >= 8 * count else { return 0 }
    var votes = [Float](repeating: 0, count: SpectralTransform.shortest)
    let buffer = MusicBuffer(4 * count)
    var costs = [Float](repeating: 0, count: count)
    for place in 0..<places {
      let start = (frames - 3 * count) * (2 * place + 1) / (2 * places) + count / 2
      for offset in 0..<count {
        costs[offset] = cost(sound + start + offset, buffer)
      }
      var best = 0
      for offset in 0..<count where costs[offset] < costs[best] { best = offset }
      var rival = Float.infinity
      for offset in 0..<count where abs(offset - best) > neighbourhood { rival = min(rival, costs[offset]) }
      let lead = min((rival - costs[best]) / Float(looked), 0.5)
      votes[(start + best) % votes.count] += lead * lead
    }
    let total = votes.reduce(0, +)
    guard let best = votes.indices.max(by: { votes[$0] < votes[$1] }), votes[best] > majority * total else {
      return 0
    }
    return best
  }

  private static func cost(_ sound: UnsafePointer<Float>, _ buffer: MusicBuffer) -> Float {
    let transform = SpectralTransform.shared
    let count = SpectralTransform.shortest << size
    let half = Int32(count / 2)
    let slope = transform.slope(size)
    music_lapped(sound, Int32(count), half, slope, half, slope, buffer.start)
    transform.forward(size: size, buffer.start, buffer.start + count, scratch: buffer.start + 2 * count)
    return music_cost(buffer.start + count, Int32(looked), inverseStep)
  }
}

/// Memory for floats.
final class MusicBuffer {
  let start: UnsafeMutablePointer<Float>
  let count: Int

  /// Zeros.
  init(_ count: Int) {
    self.count = count
    start = .allocate(capacity: count)
    start.initialize(repeating: 0, count: count)
  }

  deinit { start.deallocate() }
}
