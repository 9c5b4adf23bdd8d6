import CKernels

/// The numbers that all planes of samples are coded with, made by integer recursions: FORMAT.md, "Tables".
final class SampleTables: Sendable {
  static let shared = SampleTables()

  /// Bits of a distribution function's values.
  static let curveBits = 22
  /// Arguments of the distribution function in one unit of the scale; beyond `curveLimit` it is 0 or 1.
  static let curveUnit = 4096
  private static let curveLimit = 16 * curveUnit - 1

  /// The logistic distribution function in 2^-22, at -16, -16 + 1/128 ... 16. Never written after `init`.
  nonisolated(unsafe) private let curve: UnsafeMutablePointer<Int32>
  /// Never written after `init`.
  nonisolated(unsafe) private let logOdds: UnsafeMutablePointer<Int16>
  /// Never written after `init`.
  nonisolated(unsafe) private let chances: UnsafeMutablePointer<UInt16>
  /// Never written after `init`.
  nonisolated(unsafe) private let rates: UnsafeMutablePointer<Int32>

  private static let mostAsked = 60

  private init() {
    curve = .allocate(capacity: 4097)
    logOdds = .allocate(capacity: 4096)
    chances = .allocate(capacity: 4096)
    rates = .allocate(capacity: Self.mostAsked + 1)
    // exp(-i / 128) in 2^-31, each from the one before it; the factor is exp(-1 / 128) in 2^-32.
    var power: UInt64 = 1 << 31
    for index in 0...2048 {
      let below = (power << 22) / ((1 << 31) + power)
      curve[2048 - index] = Int32(below)
      curve[2048 + index] = Int32((1 << 22) - below)
      power = (power * 4_261_543_595) >> 32
    }
    var next = 0
    for odds in -2048..<2048 {
      let value = Self.value(curve, odds * (Self.curveUnit / 256))
      chances[odds + 2048] = UInt16(min(max(value >> 6, 1), 65535))
      guard odds > -2048 else { continue }
      while next <= value >> 10 {
        logOdds[next] = Int16(odds)
        next += 1
      }
    }
    while next < 4096 {
      logOdds[next] = 2047
      next += 1
    }
    for asked in 0...Self.mostAsked { rates[asked] = Int32(4096 * 5 / (5 * asked + 11)) }
  }

  deinit {
    curve.deallocate()
    logOdds.deallocate()
    chances.deallocate()
    rates.deallocate()
  }

  /// The tables as the kernel takes them; valid as long as this object, which lives as long as the program.
  var mixer: SampleMixerTables {
    SampleMixerTables(
      log_odds: logOdds, chances: chances, rates: rates, most_asked: Int32(Self.mostAsked))
  }

  /// The logistic distribution function in 2^-22 at `x` in 1/4096, linear between the points of the table.
  @inline(__always)
  func distribution(_ x: Int) -> Int { Self.value(curve, x) }

  @inline(__always)
  private static func value(_ curve: UnsafeMutablePointer<Int32>, _ x: Int) -> Int {
    let place = min(max(x, -curveLimit), curveLimit) &+ (curveLimit &+ 1)
    let index = place &>> 5
    let low = Int(curve[index])
    return low &+ ((Int(curve[index &+ 1]) &- low) &* (place & 31)) &>> 5
  }
}
