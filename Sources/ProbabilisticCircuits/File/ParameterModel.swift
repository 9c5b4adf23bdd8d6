import EntropyCoding

/// Probabilities of parameter bytes: each in the context of the one before it in its row and the one above it.
struct ParameterModel {
  private var inputs = AdaptiveByteModel(contexts: 32 * 16)
  private var sums = AdaptiveByteModel(contexts: 32 * 16)

  mutating func encode(_ bytes: [UInt8], width: Int, isInput: Bool, into encoder: inout RangeEncoder) {
    for index in bytes.indices {
      let context = Self.context(bytes, index, width)
      if isInput {
        inputs.encode(bytes[index], context: context, into: &encoder)
      } else {
        sums.encode(bytes[index], context: context, into: &encoder)
      }
    }
  }

  mutating func decode(
    _ count: Int, width: Int, isInput: Bool, from decoder: inout RangeDecoder
  ) -> [UInt8] {
    var bytes: [UInt8] = []
    for index in 0..<count {
      let context = Self.context(bytes, index, width)
      bytes.append(
        isInput
          ? inputs.decode(context: context, from: &decoder) : sums.decode(context: context, from: &decoder))
      // A stream that has ended has no more to say: what follows would be noise that costs time and memory.
      if index & 4095 == 0, decoder.isExhausted { break }
    }
    return bytes
  }

  private static func context(_ bytes: [UInt8], _ index: Int, _ width: Int) -> Int {
    let left = index % width > 0 ? bytes[index - 1] : 128
    let above = index >= width ? bytes[index - width] : 128
    return Int(left >> 3) << 4 | Int(above >> 4)
  }
}
