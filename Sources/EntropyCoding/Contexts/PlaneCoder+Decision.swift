/// Rate–distortion optimised quantization, greedy in coding order: each latent is its nearest magnitude, one less,
/// or zero, whichever costs least with the contexts that earlier decisions left.
extension PlaneCoder {
  /// Bits of a sign.
  private static var signBits: Int { 256 }
  /// Guesses for the latents of a run behind its first other than zero, in 1/256 bit.
  private static var laterZeroBits: Int { 80 }
  private static var laterOtherBits: Int { 1400 }

  /// Decides one latent of a class.
  @inline(__always)
  func decide(_ value: UnsafeMutablePointer<Int16>, x: Int, y: Int, _ index: Int) {
    guard let decision, plane.mean == nil, model.shifts[index] == 0 else { return }
    let nearest = abs(Int(value[0]))
    guard nearest > 0, nearest < ContextRules.escape else { return }
    let table = model.magnitudes[plane.tables * ContextRules.classCount + index]
    let fraction = decision.fraction(x: x, y: y)
    var best = nearest
    var least = Int.max
    for candidate in nearest > 2 ? [nearest, nearest - 1] : nearest == 2 ? [2, 1, 0] : [1, 0] {
      let bits = QuantizerDecision.bits(table, candidate) + (candidate > 0 ? Self.signBits : 0)
      let cost =
        QuantizerDecision.distortion(nearest: nearest, fraction: fraction, coded: candidate)
        + decision.rate(bits)
      if cost < least { (best, least) = (candidate, cost) }
    }
    value[0] = Int16(truncatingIfNeeded: value[0] < 0 ? -best : best)
  }

  /// Decides whether a run becomes all zero, and if not, where its first latent other than zero is.
  func decideRun(_ values: UnsafeMutablePointer<Int16>, x: Int, y: Int, _ runClass: Int) {
    guard let decision, plane.mean == nil else { return }
    let length = ContextRules.runLength
    guard (0..<length).contains(where: { values[$0] != 0 }) else { return }
    let flags = model.runs[plane.tables * ContextRules.runClassCount + runClass]
    var least = Int.max
    var first = length
    // Behind the candidate every latent counts with the lesser of two guesses.
    var later = (0..<length).reduce(0) { $0 + laterCost(values, $1, x: x, y: y, decision) }
    var before = decision.rate(QuantizerDecision.bits(flags, 1))
    for place in 0..<length {
      later -= laterCost(values, place, x: x, y: y, decision)
      let table = model.starts[plane.tables * ContextRules.runLength + place]
      let nearest = abs(Int(values[place]))
      if nearest > 0 {
        let bits = QuantizerDecision.bits(table, min(nearest, ContextRules.escape)) + Self.signBits
        let own = distortion(of: values, at: place, as: nearest, x: x, y: y, decision) + decision.rate(bits)
        if before + own + later < least { (first, least) = (place, before + own + later) }
      }
      before += distortion(of: values, at: place, as: 0, x: x, y: y, decision)
      before += decision.rate(QuantizerDecision.bits(table, 0))
    }
    let allZero = (0..<length).reduce(0) { $0 + distortion(of: values, at: $1, as: 0, x: x, y: y, decision) }
    // What costs the same stays as it is.
    if allZero + decision.rate(QuantizerDecision.bits(flags, 0)) < least { first = length }
    for place in 0..<first { values[place] = 0 }
  }

  @inline(__always)
  private func distortion(
    of values: UnsafeMutablePointer<Int16>, at place: Int, as coded: Int, x: Int, y: Int,
    _ decision: QuantizerDecision
  ) -> Int {
    QuantizerDecision.distortion(
      nearest: abs(Int(values[place])), fraction: decision.fraction(x: x + place, y: y), coded: coded)
  }

  @inline(__always)
  private func laterCost(
    _ values: UnsafeMutablePointer<Int16>, _ place: Int, x: Int, y: Int, _ decision: QuantizerDecision
  ) -> Int {
    let nearest = abs(Int(values[place]))
    let zero =
      distortion(of: values, at: place, as: 0, x: x, y: y, decision) + decision.rate(Self.laterZeroBits)
    guard nearest > 0 else { return zero }
    let other =
      distortion(of: values, at: place, as: nearest, x: x, y: y, decision)
      + decision.rate(Self.laterOtherBits)
    return min(zero, other)
  }
}
