/// The tables that every circuit model shares, in memory that stays where it is.
final class CircuitTables: Sendable {
  /// `Logistic.chances` and `Logistic.logOdds`.
  nonisolated(unsafe) let chances: UnsafePointer<UInt16>
  nonisolated(unsafe) let logOdds: UnsafePointer<Int16>
  /// How far a slot moves that has seen n outcomes: 2^16 / (n + 1.6).
  nonisolated(unsafe) let rates: UnsafePointer<Int32>
  /// `CircuitRules.levels`.
  nonisolated(unsafe) let levels: UnsafePointer<UInt8>

  static let shared = CircuitTables()

  private init() {
    chances = Self.fixed(Logistic.shared.chances)
    logOdds = Self.fixed(Logistic.shared.logOdds)
    rates = Self.fixed((0..<1024).map { Int32(655_360 / (10 * $0 + 16)) })
    levels = Self.fixed(CircuitRules.levels)
  }

  private static func fixed<T>(_ values: [T]) -> UnsafePointer<T> {
    let memory = UnsafeMutablePointer<T>.allocate(capacity: values.count)
    memory.initialize(from: values, count: values.count)
    return UnsafePointer(memory)
  }
}
