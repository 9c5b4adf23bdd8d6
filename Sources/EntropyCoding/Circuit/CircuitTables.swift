/// The tables that every circuit model shares, in memory that stays where it is.
final class CircuitTables: Sendable {
  /// `Logistic.chances`.
  nonisolated(unsafe) let chances: UnsafePointer<UInt16>
  /// `CircuitRules.levels`.
  nonisolated(unsafe) let levels: UnsafePointer<UInt8>

  static let shared = CircuitTables()

  private init() {
    chances = Self.fixed(Logistic.shared.chances)
    levels = Self.fixed(CircuitRules.levels)
  }

  private static func fixed<T>(_ values: [T]) -> UnsafePointer<T> {
    let memory = UnsafeMutablePointer<T>.allocate(capacity: values.count)
    memory.initialize(from: values, count: values.count)
    return UnsafePointer(memory)
  }
}
