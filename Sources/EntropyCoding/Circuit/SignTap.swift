import Bytes

/// One term of the prediction of a sign: a residual near by, of this plane or of one before it.
struct SignTap: Sendable {
  /// Place of the plane among the references; -1: the plane itself.
  var reference: Int
  var row: Int
  var column: Int
  var weight: Int32

  /// [planes, 16, 4] of reference, row, column, weight; a weight of zero is no tap.
  static func read(_ values: [Int16], planes: Int) throws(CodecError) -> [[SignTap]] {
    guard values.count == planes * CircuitRules.tapCount * 4 else {
      throw .corruptData("model: the circuit has \(values.count / 4) taps for \(planes) planes")
    }
    var result = [[SignTap]](repeating: [], count: planes)
    for place in stride(from: 0, to: values.count, by: 4) where values[place + 3] != 0 {
      let own = place / (4 * CircuitRules.tapCount)
      let tap = SignTap(
        reference: Int(values[place]), row: Int(values[place + 1]), column: Int(values[place + 2]),
        weight: Int32(values[place + 3]))
      let isDecoded =
        tap.reference < 0
        ? abs(tap.row) <= 2 && abs(tap.column) <= 2 && (tap.row < 0 || tap.row == 0 && tap.column < 0)
        : abs(tap.row) <= 1 && abs(tap.column) <= 1
      guard isDecoded, tap.reference >= -1 else {
        throw .corruptData("model: a tap of plane \(own) looks ahead or too far")
      }
      result[own].append(tap)
    }
    return result
  }
}
