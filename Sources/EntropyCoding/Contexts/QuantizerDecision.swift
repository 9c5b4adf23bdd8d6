/// What rounding to the nearest took from the magnitudes of one plane, in 1/256 steps: |x| / step - |q|.
public struct FractionPlane {
  public var start: UnsafePointer<Int8>
  public var rowStride: Int

  public init(start: UnsafePointer<Int8>, rowStride: Int) {
    self.start = start
    self.rowStride = rowStride
  }
}

/// What a bit is worth, in squared steps: at high rate 2 ln 2 / 12 = 0.1155, the slope of a uniform quantizer.
public struct RateWeight: Sendable, Equatable {
  /// In 1/65536 squared steps a bit.
  let units: Int

  /// - Parameter thousandths: squared steps a bit, times 1000.
  public init(thousandths: Int) {
    precondition(thousandths >= 0 && thousandths <= 10_000, "a rate weight out of range")
    units = thousandths * 65536 / 1000
  }
}

/// Everything that a decision about one plane needs besides its contexts.
struct QuantizerDecision {
  let fractions: FractionPlane
  let weight: RateWeight

  @inline(__always)
  func fraction(x: Int, y: Int) -> Int {
    Int(fractions.start[y * fractions.rowStride + x])
  }

  /// Squared error of coding magnitude `coded` for `nearest` + fraction, in 1/65536 squared steps.
  @inline(__always)
  static func distortion(nearest: Int, fraction: Int, coded: Int) -> Int {
    let error = (nearest - coded) << 8 + fraction
    return error * error
  }

  /// Rate on the scale of distortion; `bits` in 1/256 bit.
  @inline(__always)
  func rate(_ bits: Int) -> Int {
    (bits * weight.units) >> 8
  }

  /// -log2(width / 2^15) in 1/256 bit.
  @inline(__always)
  static func bits(_ table: StaticTable, _ symbol: Int) -> Int {
    Int(costs[table.interval(of: symbol).width])
  }

  private static let costs: [UInt16] = (0...1 << RangeEncoder.precision).map { width in
    width > 0 ? UInt16(CodeLength.units(chance: 2 * width) >> 12) : .max
  }
}
