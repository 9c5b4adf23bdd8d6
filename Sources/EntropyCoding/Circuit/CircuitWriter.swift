/// What becomes of the decisions about given latents.
protocol CircuitWriter {
  mutating func beginPlane()
  /// An outcome, 0 or 1, and the chance of a one in 2^-16.
  mutating func write(_ bit: Int, chance: Int)
  /// Equally likely bits, 1 to 16.
  mutating func write(_ value: Int, bits: Int)
}

extension RangeEncoder: CircuitWriter {
  mutating func beginPlane() {}

  @inline(__always)
  mutating func write(_ bit: Int, chance: Int) {
    encode(start: bit == 0 ? chance : 0, width: bit == 0 ? 1 << 16 - chance : chance, precision: 16)
  }

  @inline(__always)
  mutating func write(_ value: Int, bits: Int) { encodeBits(value, count: bits) }
}

/// Counts what every plane costs.
struct CircuitCosts: CircuitWriter {
  private(set) var lengths: [CodeLength] = []

  mutating func beginPlane() { lengths.append(CodeLength()) }

  mutating func write(_ bit: Int, chance: Int) {
    lengths[lengths.count - 1].add(chance: bit == 0 ? 1 << 16 - chance : chance)
  }

  mutating func write(_: Int, bits: Int) { lengths[lengths.count - 1].add(bits: bits) }
}

/// For a walk that only moves gates.
struct NoWriter: CircuitWriter {
  mutating func beginPlane() {}
  mutating func write(_: Int, chance _: Int) {}
  mutating func write(_: Int, bits _: Int) {}
}
