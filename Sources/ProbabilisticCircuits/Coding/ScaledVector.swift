/// Numbers of at least 0 with one binary exponent: mantissa · 2^exponent. Exact integers, the same on every machine.
struct ScaledVector: Sendable {
  private(set) var mantissas: [UInt64]
  private(set) var exponent: Int

  init(_ mantissas: [UInt64], exponent: Int = 0) {
    self.mantissas = mantissas
    self.exponent = exponent
    normalise()
  }

  /// All ones.
  init(ones count: Int) {
    self.init([UInt64](repeating: 1 << 29, count: count), exponent: -29)
  }

  /// The largest mantissa gets 30 bits; zeros stay.
  private mutating func normalise() {
    let top = mantissas.max() ?? 0
    guard top > 0 else { return }
    let shift = 64 - top.leadingZeroBitCount - 30
    for index in mantissas.indices {
      mantissas[index] = shift > 0 ? mantissas[index] >> UInt64(shift) : mantissas[index] << UInt64(-shift)
    }
    exponent += shift
  }

  mutating func multiply(by other: ScaledVector) {
    for index in mantissas.indices { mantissas[index] *= other.mantissas[index] }
    exponent += other.exponent
    normalise()
  }

  mutating func add(_ other: ScaledVector) {
    let common = max(exponent, other.exponent)
    for index in mantissas.indices {
      mantissas[index] =
        Self.shifted(mantissas[index], by: common - exponent)
        + Self.shifted(other.mantissas[index], by: common - other.exponent)
    }
    exponent = common
    normalise()
  }

  private static func shifted(_ value: UInt64, by shift: Int) -> UInt64 {
    shift > 63 ? 0 : value >> UInt64(shift)
  }

  /// Σ over columns of a Q15 matrix [rows, columns] times this.
  func through(_ matrix: [UInt16], rows: Int) -> ScaledVector {
    let columns = mantissas.count
    let sums = (0..<rows).map { row in
      (0..<columns).reduce(UInt64(0)) { $0 + UInt64(matrix[row * columns + $1]) * mantissas[$1] }
    }
    return ScaledVector(sums, exponent: exponent - 15)
  }

  /// Σ over rows of a Q15 matrix [rows, columns] times this.
  func back(_ matrix: [UInt16], columns: Int) -> ScaledVector {
    let sums = (0..<columns).map { column in
      mantissas.indices.reduce(UInt64(0)) { $0 + UInt64(matrix[$1 * columns + column]) * mantissas[$1] }
    }
    return ScaledVector(sums, exponent: exponent - 15)
  }

  /// Vectors after each other, as shares: 0 to 32767 each, adding up to less than 2^15 plus their count.
  static func shares(_ parts: [ScaledVector]) -> [Int16] {
    let common = parts.filter { $0.mantissas.contains { $0 > 0 } }.map(\.exponent).max() ?? 0
    let values = parts.flatMap { part in
      part.mantissas.map { shifted($0, by: max(common - part.exponent, 0)) }
    }
    let shift = 64 - values.reduce(0, +).leadingZeroBitCount - 15
    guard shift > 0 else { return values.map { Int16($0 << UInt64(-shift)) } }
    return values.map { Int16(min(($0 + 1 << UInt64(shift - 1)) >> UInt64(shift), 32767)) }
  }
}
