import Bytes
import CKernels

/// What is known of the quantized spectra of sounds before a group is coded: chances, weights of mixers, and weights of
/// predicted magnitudes, all learned; of one quantizer, or of two that take turns. One instance serves all groups and
/// threads.
public final class SpectrumModel: Sendable {
  /// The arrays of a model file, row-major; FORMAT.md, "Model of spectra".
  public struct Arrays: Equatable, Sendable {
    /// [`music_counter_rows`, `music_nodes`]: log odds in 1/16 nats, and how sure they are. With one quantizer only
    /// `music_plain_rows`.
    public var odds: [Int8]
    public var sureness: [UInt8]
    /// [quantizers, `music_mixers`, `music_inputs`]: in 2^-12.
    public var mixers: [Int16]
    /// [quantizers, nodes, 32, 33], and [`music_flags`]: chances in 2^-16.
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

    /// What nothing was learned of: one in four, mixed evenly.
    public init(taps: [Int16], quantizers: Quantizers) {
      let tables = SampleTables.shared.mixer
      let row = (0..<33).map { tables.chances[min(max(2048 + ($0 - 16) * 128, 1), 4095)] }
      let inputs = (0..<Int(music_inputs)).map { $0 < Int(music_counters) ? Int16(1229) : 0 }
      self.init(
        odds: [Int8](repeating: -18, count: quantizers.counterCount),
        sureness: [UInt8](repeating: 0, count: quantizers.counterCount),
        mixers: (0..<quantizers.mixerCount / inputs.count).flatMap { _ in inputs },
        refined: (0..<quantizers.refinedCount / row.count).flatMap { _ in row },
        flags: [UInt16](repeating: 1 << 15, count: Int(music_flags)), taps: taps)
    }
  }

  /// Decisions of a coefficient that have chances of their own.
  public static let nodes = Int(music_nodes)

  /// How magnitudes stand for coefficients.
  public enum Quantizers: Sendable {
    /// One quantizer for all.
    case plain
    /// Two that take turns by the parities of the magnitudes before.
    case dependent

    private var count: Int { self == .plain ? 1 : Int(music_quantizers) }
    private var rows: Int { Int(self == .plain ? music_plain_rows : music_counter_rows) }
    var counterCount: Int { rows * nodes }
    var mixerCount: Int { count * Int(music_mixers) * Int(music_inputs) }
    var refinedCount: Int { count * Int(music_refined) }
  }

  public let quantizers: Quantizers

  /// The state that follows a magnitude, 0 ..< 4, where two quantizers take turns; the second one's are 2 and 3.
  public static func state(after magnitude: Int, in state: Int) -> Int {
    magnitude & 1 == 0 ? [0, 2, 1, 3][state] : [2, 0, 3, 1][state]
  }

  // Never written after `init`.
  nonisolated(unsafe) private let counters: UnsafeMutablePointer<UInt32>
  nonisolated(unsafe) private let mixers: UnsafeMutablePointer<Int32>
  nonisolated(unsafe) private let refined: UnsafeMutablePointer<UInt16>
  nonisolated(unsafe) private let flags: UnsafeMutablePointer<UInt16>
  nonisolated(unsafe) private let taps: UnsafeMutablePointer<Int16>

  /// Throws `corruptData` for arrays of other sizes, or chances of nothing.
  public init(_ arrays: Arrays, quantizers: Quantizers) throws(CodecError) {
    guard arrays.odds.count == quantizers.counterCount, arrays.sureness.count == quantizers.counterCount,
      arrays.mixers.count == quantizers.mixerCount, arrays.refined.count == quantizers.refinedCount,
      arrays.flags.count == Int(music_flags),
      arrays.taps.count == Int(music_pair) * Int(music_zones) * Int(music_taps),
      arrays.sureness.allSatisfy({ $0 < 128 }), arrays.taps.allSatisfy({ (0..<1024).contains($0) })
    else { throw .corruptData("model: arrays of spectra of another size or out of range") }
    self.quantizers = quantizers
    let tables = SampleTables.shared.mixer
    // The kernel has room for both quantizers.
    counters = .allocate(capacity: Quantizers.dependent.counterCount)
    counters.initialize(repeating: 0, count: Quantizers.dependent.counterCount)
    for index in arrays.odds.indices {
      let chance = UInt32(tables.chances[2048 + 16 * Int(arrays.odds[index])]) << 6
      counters[index] = chance << 10 | UInt32(arrays.sureness[index])
    }
    mixers = .allocate(capacity: Quantizers.dependent.mixerCount)
    mixers.initialize(repeating: 0, count: Quantizers.dependent.mixerCount)
    for index in arrays.mixers.indices { mixers[index] = Int32(arrays.mixers[index]) * 16 }
    refined = Self.copy(arrays.refined, room: Quantizers.dependent.refinedCount)
    flags = Self.copy(arrays.flags, room: arrays.flags.count)
    taps = Self.copy(arrays.taps, room: arrays.taps.count)
  }

  private static func copy<T: FixedWidthInteger>(_ values: [T], room: Int) -> UnsafeMutablePointer<T> {
    let copy = UnsafeMutablePointer<T>.allocate(capacity: room)
    copy.initialize(repeating: 0, count: room)
    _ = UnsafeMutableBufferPointer(start: copy, count: values.count).update(from: values)
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
