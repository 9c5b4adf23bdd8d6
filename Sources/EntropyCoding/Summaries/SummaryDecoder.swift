import Bytes

/// The inverse of `SummaryEncoder`, a chunk at a time.
public struct SummaryDecoder {
  private let model: SummaryModel
  private let levels: SummaryLevels
  private let hasSide: Bool
  private var features = SummaryFeatures()
  private var coder: RangeDecoder

  /// Of the bytes of a group, as it was encoded.
  public init(_ model: SummaryModel, levels: SummaryLevels, hasSide: Bool, bytes: ArraySlice<UInt8>) {
    (self.model, self.levels, self.hasSide) = (model, levels, hasSide)
    coder = RangeDecoder(bytes)
  }

  /// Symbols of the next chunk, in their ranges whatever the bytes are.
  ///
  /// - Throws: `corruptData` when the bytes have come to their end before.
  public mutating func next() throws(CodecError) -> [Int8] {
    var chunk = [Int8](
      repeating: 0, count: SummaryModel.scalars + (hasSide ? SummaryModel.sideScalars : 0))
    model.pass(&features, levels, hasSide: hasSide) { scalar, belief in
      let symbol = belief.symbol(at: coder.quantile(total: belief.total))
      let (start, width) = belief.interval(of: symbol)
      coder.consume(start: start, width: width, total: belief.total)
      chunk[scalar] = Int8(symbol)
      return symbol
    }
    guard !coder.isExhausted else { throw .corruptData("summaries: the bytes end before the chunks do") }
    return chunk
  }

  /// Equals the encoder's `state` after the same chunks.
  public var state: UInt32 { coder.state }
}
