/// Bytes with adaptive probabilities: eight binary decisions down a tree, each with a 15-bit chance that moves by 1/16
/// of what it missed; a tree for every context.
public struct AdaptiveByteModel: Sendable {
  /// Chances of a zero, in 2^-15; entry 0 of a context is not used.
  private var chances: [UInt16]

  public init(contexts: Int) {
    chances = [UInt16](repeating: 1 << 14, count: contexts << 8)
  }

  public mutating func encode(_ byte: UInt8, context: Int, into encoder: inout RangeEncoder) {
    var node = 1
    for shift in stride(from: 7, through: 0, by: -1) {
      let bit = Int(byte >> UInt8(shift)) & 1
      let chance = Int(chances[context << 8 | node])
      encoder.encode(start: bit == 0 ? 0 : chance, width: bit == 0 ? chance : 1 << 15 - chance)
      learn(context << 8 | node, bit)
      node = node << 1 | bit
    }
  }

  public mutating func decode(context: Int, from decoder: inout RangeDecoder) -> UInt8 {
    var node = 1
    for _ in 0..<8 {
      let chance = Int(chances[context << 8 | node])
      let bit = decoder.quantile() < chance ? 0 : 1
      decoder.consume(start: bit == 0 ? 0 : chance, width: bit == 0 ? chance : 1 << 15 - chance)
      learn(context << 8 | node, bit)
      node = node << 1 | bit
    }
    return UInt8(truncatingIfNeeded: node)
  }

  /// Chances stay in 32 ... 2^15 - 32: neither outcome becomes impossible.
  private mutating func learn(_ index: Int, _ bit: Int) {
    let target = bit == 0 ? 1 << 15 - 32 : 32
    let chance = Int(chances[index])
    chances[index] = UInt16(chance + (target - chance) / 16)
  }
}
