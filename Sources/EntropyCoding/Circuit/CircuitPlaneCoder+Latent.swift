extension CircuitPlaneCoder {
  /// Codes one latent and returns its residual.
  ///
  /// - Parameters:
  ///   - place: in a run in which all before it are zero, or -1.
  ///   - phase: what rounding took from the prediction, 0 to 11; -1: that of the parent.
  @inline(__always)
  func codeLatent(
    _ row: CircuitRow, _ x: Int, place: Int, prediction: Int, phase: Int, port: inout Port
  ) -> Int {
    let own = row.magnitudes + x
    let sum = predictor.sums[x] &+ own0 &* Int32(own[-1]) &+ own1 &* Int32(own[-2])
    let actual = Port.reads ? 0 : Int(row.values[x]) &- prediction
    let coded = codeResidual(actual, row, x, sum, place, phase, port: &port)
    if Port.reads { row.values[x] = Int16(truncatingIfNeeded: prediction &+ coded) }
    if coded != 0 {
      own[0] = Int16(truncatingIfNeeded: min(abs(coded), Int(ContextRules.cap)))
      row.signed[x] = Int8(truncatingIfNeeded: min(max(coded, -CircuitRules.tapCap), CircuitRules.tapCap))
    }
    return coded
  }

  /// Codes the residual of one latent by its predicted magnitude, `total`.
  @inline(__always)
  private func codeResidual(
    _ residual: Int, _ row: CircuitRow, _ x: Int, _ total: Int32, _ place: Int, _ phase: Int,
    port: inout Port
  ) -> Int {
    let level = ContextRules.classIndex(total)
    let shift = Int(shifts[level])
    let magnitude = abs(residual)
    let high = magnitude >> shift
    let near = Int(min(row.magnitudes[x &- 1], 3)) &* 36 &+ Int(self.near[x])
    let far = hasParent ? Int(self.far[x]) : splitContext(row, x, total)
    var coded = 1
    // The last of a run that is not all zero is certain.
    if place != ContextRules.runLength &- 1 {
      let inRun = ContextRules.classCount &+ min(level >> 1, 15) &* ContextRules.runLength &+ place
      coded = gates.code(
        high > 0 ? 1 : 0, CircuitRules.zeros &+ (place < 0 ? level : inRun), CircuitRules.zerosNear &+ near,
        CircuitRules.zerosFar &+ far, port: &port)
    }
    if coded == 0, shift == 0 { return 0 }
    if coded == 1 { coded = codeAboveOne(high, row, x, level, near, far, port: &port) }
    let low = shift == 0 ? 0 : port.bits(magnitude & (1 &<< shift &- 1), count: shift)
    coded = coded &<< shift | low
    if coded == 0 { return 0 }
    return codeSign(residual < 0, coded, phase, row, x, port: &port) ? -coded : coded
  }

  /// A magnitude, shifted, that is at least one.
  @inline(__always)
  private func codeAboveOne(
    _ high: Int, _ row: CircuitRow, _ x: Int, _ level: Int, _ near: Int, _ far: Int, port: inout Port
  ) -> Int {
    let one = gates.code(
      high > 1 ? 1 : 0, CircuitRules.ones &+ level, CircuitRules.onesNear &+ near,
      CircuitRules.onesFar &+ far, port: &port)
    if one == 0 { return 1 }
    let two = gates.code(
      high > 2 ? 1 : 0, CircuitRules.twos &+ level, CircuitRules.twosNear &+ near, port: &port)
    if two == 0 { return 2 }
    let around = Int(levels[min(Int(row.magnitudes[x &- 1]) &+ Int(row.above[x]), 63)])
    var coded = 3
    while coded < ContextRules.escape {
      let step = min(coded &- 3, CircuitRules.ladderSteps &- 1)
      let more = gates.code(
        high > coded ? 1 : 0, CircuitRules.ladder &+ step &* CircuitRules.ladderClasses &+ level >> 2,
        CircuitRules.ladderNear &+ step &* CircuitRules.levelCount &+ around, port: &port)
      if more == 0 { return coded }
      coded &+= 1
    }
    // The port that the loop works with never has its address taken.
    var rare = port
    coded &+= rare.golomb(high - coded)
    port = rare
    return coded
  }

  /// How much of the prediction comes from the plane itself, and how much from elsewhere.
  @inline(__always)
  private func splitContext(_ row: CircuitRow, _ x: Int, _ total: Int32) -> Int {
    let own = row.magnitudes + x
    let above = row.above + x
    var sum = own0 &* Int32(own[-1]) &+ own1 &* Int32(own[-2]) &+ own2 &* Int32(above[0])
    sum = sum &+ own3 &* Int32(row.beyond[x]) &+ own4 &* Int32(above[-1]) &+ own5 &* Int32(above[1])
    return halfClass(sum) &* 14 &+ halfClass(total &- sum)
  }

  /// The class of a prediction on a scale of fourteen.
  @inline(__always)
  private func halfClass(_ prediction: Int32) -> Int {
    let level = ContextRules.classIndex(prediction)
    return level < 20 ? 0 : min(1 &+ (level &- 20) / 3, 13)
  }

  /// Codes whether a residual is negative.
  @inline(__always)
  private func codeSign(
    _ isNegative: Bool, _ magnitude: Int, _ rounding: Int, _ row: CircuitRow, _ x: Int, port: inout Port
  ) -> Bool {
    let own = row.signed + x
    let above = own - row.signedStride
    let west = sign(own[-1])
    let north = sign(above[0])
    let near = west &* 3 &+ north
    let corners = sign(above[-1]) &* 3 &+ sign(above[1])
    let beyond = sign(own[-2]) &* 3 &+ sign((above - row.signedStride)[0])
    let parent = sign(row.parentSigned[x >> 1])
    let others = (sign(row.firstSigned[x]) &* 3 &+ sign(row.secondSigned[x])) &* 3 &+ sign(row.lastSigned[x])
    let phase = rounding >= 0 ? rounding : parent &* 4 &+ (row.y & 1) &* 2 &+ x & 1
    let size = min(Int(levels[min(magnitude, 63)]), CircuitRules.signSizes) &- 1
    let base = CircuitRules.signs
    let coded = gates.code(
      isNegative ? 1 : 0,
      (
        base &+ near &* 9 &+ corners, base &+ 81 &+ beyond &* 9 &+ near, base &+ 162 &+ others &* 3 &+ parent,
        base &+ 243 &+ phase &* 9 &+ near, base &+ 351 &+ size &* 17 &+ expectation(x)
      ), port: &port)
    return coded == 1
  }

  /// The sign that the taps expect, 0 for surely negative to 16 for surely positive.
  @inline(__always)
  private func expectation(_ x: Int) -> Int {
    var sum: Int32 = 64
    for place in 0..<taps.count { sum = sum &+ taps[place].weight &* Int32(tapRows[place][x]) }
    return Int(min(max(sum >> 7, -8), 8)) &+ 8
  }

  /// 0 for zero, 1 for positive, 2 for negative.
  @inline(__always)
  private func sign(_ value: Int8) -> Int {
    let bits = Int(value)
    return (bits &>> 63 & 2) | (bits > 0 ? 1 : 0)
  }
}
