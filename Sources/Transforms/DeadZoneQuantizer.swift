import CKernels

/// Uniform scalar quantization with a dead zone: coefficients to 16-bit symbols and back.
///
/// symbol = sign(x) * floor(|x| / step + offset), held within ±32767, where the division is a multiplication by
/// the rounded 1 / step; not-a-number gives 0. Back, x = symbol * step.
public struct DeadZoneQuantizer: Sendable {
  /// The width of an interval, finite and greater than 0.
  public let step: Float
  /// Where intervals begin, 0…1: 0.5 rounds to the nearest, less widens the zone that becomes 0.
  public let offset: Float
  private let inverseStep: Float

  public init(step: Float, offset: Float = 0.5) {
    precondition(step.isNormal && step > 0 && (1 / step).isNormal, "a step out of range")
    precondition(offset >= 0 && offset <= 1, "an offset out of range")
    self.step = step
    self.offset = offset
    inverseStep = 1 / step
  }

  /// Quantizes a rectangle into another one of the same size.
  public func quantize(_ values: PlaneView<Float>, into symbols: PlaneView<Int16>) {
    precondition(values.width == symbols.width && values.height == symbols.height, "planes of different size")
    for y in 0..<values.height {
      quantize_row(values.row(y), values.width, inverseStep, offset, symbols.row(y))
    }
  }

  /// Rounds a rectangle to the nearest, whatever the offset, and tells what that took from each magnitude,
  /// |x| / step - |symbol|, in 1/256.
  public func split(
    _ values: PlaneView<Float>, into symbols: PlaneView<Int16>, fractions: PlaneView<Int8>
  ) {
    precondition(values.width == symbols.width && values.height == symbols.height, "planes of different size")
    precondition(
      values.width == fractions.width && values.height == fractions.height, "fractions of another size")
    for y in 0..<values.height {
      quantize_split_row(values.row(y), values.width, inverseStep, symbols.row(y), fractions.row(y))
    }
  }

  /// Dequantizes a rectangle into another one of the same size.
  public func dequantize(_ symbols: PlaneView<Int16>, into values: PlaneView<Float>) {
    precondition(values.width == symbols.width && values.height == symbols.height, "planes of different size")
    for y in 0..<values.height {
      dequantize_row(symbols.row(y), symbols.width, step, values.row(y))
    }
  }

  /// The symbols of a list of values.
  public func quantize(_ values: [Float]) -> [Int16] {
    var symbols = [Int16](repeating: 0, count: values.count)
    quantize_row(values, values.count, inverseStep, offset, &symbols)
    return symbols
  }

  /// The values of a list of symbols.
  public func dequantize(_ symbols: [Int16]) -> [Float] {
    var values = [Float](repeating: 0, count: symbols.count)
    dequantize_row(symbols, symbols.count, step, &values)
    return values
  }
}
