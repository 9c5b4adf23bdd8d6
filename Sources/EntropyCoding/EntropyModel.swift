/// Probabilities as integers: the seam between what is known of a symbol and the range coder.
///
/// Every symbol has a non-empty interval of [0, 2^precision) and the intervals cover it. Encoder and decoder must
/// come to the same integers on every machine, so conformers use no floating point.
public protocol EntropyModel {
  /// Start and width of the interval of a symbol, in counts.
  func interval(of symbol: Int) -> (start: Int, width: Int)
  /// The symbol whose interval holds a count.
  func symbol(at quantile: Int) -> Int
}

extension RangeEncoder {
  @inline(__always)
  public mutating func encode(_ symbol: Int, with model: some EntropyModel) {
    let (start, width) = model.interval(of: symbol)
    encode(start: start, width: width)
  }
}

extension RangeDecoder {
  @inline(__always)
  public mutating func decode(with model: some EntropyModel) -> Int {
    let symbol = model.symbol(at: quantile())
    let (start, width) = model.interval(of: symbol)
    consume(start: start, width: width)
    return symbol
  }
}
