/// What the samples of a sound are.
public enum SampleType: Hashable, Sendable {
  /// Two's complement of this many bits, 8 to 32: full scale is -2^(bits - 1) to 2^(bits - 1) - 1.
  case integer(bits: Int)
  /// 32 bits; full scale is -1 to 1, which may be passed.
  case float

  /// Bits of one sample.
  public var bits: Int {
    switch self {
    case .integer(let bits): bits
    case .float: 32
    }
  }

  /// The magnitude of full scale: 2^(bits - 1) for integers, 1 for floats.
  public var fullScale: Float {
    switch self {
    case .integer(let bits): Float(sign: .plus, exponent: bits - 1, significand: 1)
    case .float: 1
    }
  }
}

extension SampleType: CustomStringConvertible {
  public var description: String {
    switch self {
    case .integer(let bits): "integers of \(bits) bits"
    case .float: "floats"
    }
  }
}
