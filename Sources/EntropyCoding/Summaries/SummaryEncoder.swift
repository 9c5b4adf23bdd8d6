/// Chunks of a group to bytes, one after the other.
public struct SummaryEncoder {
  private let model: SummaryModel
  private let levels: SummaryLevels
  private let hasSide: Bool
  private var features = SummaryFeatures()
  private var coder = RangeEncoder()

  /// Of a group: its first chunk has no chunk before.
  public init(_ model: SummaryModel, levels: SummaryLevels, hasSide: Bool) {
    (self.model, self.levels, self.hasSide) = (model, levels, hasSide)
  }

  /// Symbols of the next chunk: 384 of the anchor, 128 of the envelope and, with side, 24 of it. Another count and symbols out
  /// of range trap.
  public mutating func encode(_ chunk: [Int8]) {
    precondition(
      chunk.count == SummaryModel.scalars + (hasSide ? SummaryModel.sideScalars : 0),
      "a chunk of \(chunk.count) symbols")
    model.pass(&features, levels, hasSide: hasSide) { scalar, belief in
      let symbol = Int(chunk[scalar])
      precondition(abs(symbol) <= belief.half, "symbol \(symbol) is out of range")
      let (start, width) = belief.interval(of: symbol)
      coder.encode(start: start, width: width, total: belief.total)
      return symbol
    }
  }

  /// What a decoder in step knows at this point.
  public var state: UInt32 { coder.state }

  /// The bytes of all chunks.
  public consuming func finish() -> [UInt8] { coder.finish() }
}
