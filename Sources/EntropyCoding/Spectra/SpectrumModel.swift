import Bytes
import CKernels

/// What is known of the quantized spectra of sounds before a group is coded: chances, weights of mixers, and weights of
/// predicted magnitudes, all learned. One instance serves all groups and threads.
public final class SpectrumModel: Sendable {
  /// The arrays of a model file, row-major; FORMAT.md, "Model of spectra".
  public struct Arrays: Equatable, Sendable {
    /// [`music_counter_rows`, `music_nodes`]: log odds in 1/16 nats, and how sure they are.
    public var odds: [Int8]
    public var sureness: [UInt8]
    /// [`music_near_mixers` + `music_far_mixers`, `music_inputs`]: in 2^-12.
    public var mixers: [Int16]
    /// [nodes, 32, 33], and [`music_flags`]: chances in 2^-16.
    public var refined: [UInt16]
    public var flags: [UInt16]
    /// [channels of a pair, zones, taps]: in 2^-8.
    public var taps: [Int16]

    public init(
      odds: [Int8], sureness: [UInt8], mixers: [Int16], refined: [UInt16], flags: [UInt16], taps: [Int16]
    ) {
      (self.odds, self.sureness, self.mixers) = (odds, sureness, mixers)
      (self.refined, self.flags, self.taps) = (refined, flags, taps)
    }
  }

  /// Decisions of a coefficient that have chances of their own.
  public static let nodes = Int(music_nodes)
  static let counterCount = Int(music_counter_rows) * Int(music_nodes)
  static let mixerCount = (Int(music_near_mixers) + Int(music_far_mixers)) * Int(music_inputs)

  // Never written after `init`.
  nonisolated(unsafe) private let counters: UnsafeMutablePointer<UInt32>
  nonisolated(unsafe) private let mixers: UnsafeMutablePointer<Int32>
  nonisolated(unsafe) private let refined: UnsafeMutablePointer<UInt16>
  nonisolated(unsafe) private let flags: UnsafeMutablePointer<UInt16>
  nonisolated(unsafe) private let taps: UnsafeMutablePointer<Int16>

  /// Throws `corruptData` for arrays of other sizes, or chances of nothing.
  public init(_ arrays: Arrays) throws(CodecError) {
    guard arrays.odds.count == Self.counterCount, arrays.sureness.count == Self.counterCount,
      arrays.mixers.count == Self.mixerCount, arrays.refined.count == Int(music_refined),
      arrays.flags.count == Int(music_flags),
      arrays.taps.count == Int(music_pair) * Int(music_zones) * Int(music_taps),
      arrays.sureness.allSatisfy({ $0 < 128 }), arrays.taps.allSatisfy({ (0..<1024).contains($0) })
    else { throw .corruptData("model: arrays of spectra of another size or out of range") }
    let tables = SampleTables.shared.mixer
    counters = .allocate(capacity: Self.counterCount)
    for index in 0..<Self.counterCount {
      let chance = UInt32(tables.chances[2048 + 16 * Int(arrays.odds[index])]) << 6
      (counters + index).initialize(to: chance << 10 | UInt32(arrays.sureness[index]))
    }
    mixers = .allocate(capacity: Self.mixerCount)
    for index in 0..<Self.mixerCount { (mixers + index).initialize(to: Int32(arrays.mixers[index]) * 16) }
    refined = Self.copy(arrays.refined)
    flags = Self.copy(arrays.flags)
    taps = Self.copy(arrays.taps)
  }

  private static func copy<T>(_ values: [T]) -> UnsafeMutablePointer<T> {
    let copy = UnsafeMutablePointer<T>.allocate(capacity: values.count)
    _ = UnsafeMutableBufferPointer(start: copy, count: values.count).initialize(from: values)
    return copy
  }

  deinit {
    counters.deallocate()
    mixers.deallocate()
    refined.deallocate()
    flags.deallocate()
    taps.deallocate()
  }

  /// As the kernel takes it; valid as long as the model.
  var prior: music_prior {
    let tables = SampleTables.shared.mixer
    return music_prior(
      counters: counters, mixers: mixers, refined: refined, flags: flags, taps: taps,
      log_odds: tables.log_odds, chances: tables.chances)
  }
}
