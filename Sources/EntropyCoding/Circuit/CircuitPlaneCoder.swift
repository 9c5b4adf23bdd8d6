/// Walks one plane row by row, from segments to latents; writes or reads through a port.
struct CircuitPlaneCoder<Port: SymbolPort> {
  let structure: PlaneStructure
  let hasParent: Bool
  let index: Int
  let predictor: RowPredictor
  let state: CircuitState
  let shifts: UnsafePointer<UInt8>
  let taps: [SignTap]
  /// For each tap its residual at x = 0 of the row.
  let tapRows: UnsafeMutablePointer<UnsafeMutablePointer<Int8>>
  private let blank: UnsafeMutableRawPointer
  /// Of low bands.
  private let mean: AdaptiveMean?
  let levels = CircuitTables.shared.levels
  /// Weights of W, WW, N, NN, NW, NE.
  let own0, own1, own2, own3, own4, own5: Int32

  init(
    model: LatentCircuit, views: [LatentPlane], structures: [PlaneStructure], index: Int,
    scratch: CircuitScratch, state: CircuitState
  ) {
    let structure = structures[index]
    let plane = model.classes.planes[structure.model]
    self.structure = structure
    hasParent = structure.parent != nil
    self.index = index
    self.state = state
    predictor = RowPredictor(plane: plane, structure: structure, scratch: scratch.sums)
    mean = AdaptiveMean(
      predictor, weights: state.weights + CircuitRules.meanWeights, inputs: scratch.inputs, views: views,
      structures: structures)
    tapRows = scratch.tapRows
    blank = scratch.blank
    shifts = UnsafePointer(scratch.shifts)
    taps = model.taps[structure.model]
    own0 = Int32(plane.own[0])
    own1 = Int32(plane.own[1])
    own2 = Int32(plane.own[2])
    own3 = Int32(plane.own[3])
    own4 = Int32(plane.own[4])
    own5 = Int32(plane.own[5])
  }

  /// Codes all rows. Fills the magnitudes and signed residuals of the plane.
  func code(
    _ view: LatentPlane, magnitudes: borrowing MagnitudePlanes, signed: borrowing SignedPlanes,
    port: inout Port
  ) {
    for y in 0..<structure.height where !port.isExhausted {
      port.begin(row: y)
      predictor.predict(y, magnitudes: magnitudes, index: index)
      let row = CircuitRow(
        view, y: y, structure: structure, index: index, blank: blank, magnitudes: magnitudes, signed: signed)
      for (place, tap) in taps.enumerated() {
        let plane = tap.reference < 0 ? index : structure.references[tap.reference]
        tapRows[place] = signed.row(y + tap.row, of: plane) + tap.column
      }
      if let mean {
        codeLowRow(row, mean, port: &port)
      } else {
        codeRow(row, port: &port)
      }
    }
    magnitudes.finish(index)
  }

  /// A row of a low band: latent by latent.
  private func codeLowRow(_ row: CircuitRow, _ mean: AdaptiveMean, port: inout Port) {
    for x in 0..<structure.width {
      let fine = mean.predict(row, x) &+ 8
      _ = codeLatent(row, x, place: -1, prediction: fine >> 4, phase: (fine & 15) &* 3 >> 2, port: &port)
      mean.learn(Int(row.values[x]) << 4 &- fine &+ 8)
    }
  }

  private func codeRow(_ row: CircuitRow, port: inout Port) {
    let width = structure.width
    let length = ContextRules.runLength
    var x = 0
    // Where a segment ends that is not all zero, as long as nothing but zeros came.
    var owed = -1
    while x < width {
      guard x % length == 0, x + length <= width else {
        if codeLatent(row, x, place: -1, port: &port) { owed = -1 }
        x += 1
        continue
      }
      if x % CircuitRules.segmentLength == 0, x + CircuitRules.segmentLength <= width {
        owed = -1
        if let some = codeSegment(row, x, port: &port) {
          if !some {
            x += CircuitRules.segmentLength
            continue
          }
          owed = x + CircuitRules.segmentLength
        }
      }
      let entry = (own0 &+ own1) &* Int32(row.magnitudes[x - 1]) &+ own1 &* Int32(row.magnitudes[x - 2])
      let block = ContextRules.classIndex((predictor.runSums[x / length] &+ entry) >> 3)
      guard block < CircuitRules.blockClassCount else {
        let end = x + length
        while x < end {
          if codeLatent(row, x, place: -1, port: &port) { owed = -1 }
          x += 1
        }
        continue
      }
      let isCertain = owed == x + length
      if !isCertain {
        let some = Port.reads ? false : hasResiduals(row, x, count: length)
        guard state.code(some ? 1 : 0, slot: CircuitRules.runs + block, port: &port) == 1 else {
          clear(row, x, count: length)
          x += length
          continue
        }
      }
      owed = -1
      let end = x + length
      var isOpen = true
      while x < end {
        let place = isOpen ? length - (end - x) : -1
        if codeLatent(row, x, place: place, port: &port) { isOpen = false }
        x += 1
      }
    }
  }

  /// Whether 64 latents hold any other than zero; nil if they are not asked.
  private func codeSegment(_ row: CircuitRow, _ x: Int, port: inout Port) -> Bool? {
    var sum = (own0 &+ own1) &* Int32(row.magnitudes[x - 1]) &+ own1 &* Int32(row.magnitudes[x - 2])
    for run in 0..<CircuitRules.segmentLength / ContextRules.runLength {
      sum = sum &+ predictor.runSums[x / ContextRules.runLength + run]
    }
    let block = ContextRules.classIndex(sum >> 6)
    guard block < CircuitRules.blockClassCount else { return nil }
    let some = Port.reads ? false : hasResiduals(row, x, count: CircuitRules.segmentLength)
    guard state.code(some ? 1 : 0, slot: CircuitRules.segments + block, port: &port) == 1 else {
      clear(row, x, count: CircuitRules.segmentLength)
      return false
    }
    return true
  }

  /// Whether the writer has any residual other than zero.
  private func hasResiduals(_ row: CircuitRow, _ start: Int, count: Int) -> Bool {
    let values = row.values + start
    if predictor.plane.mean == nil {
      var any: Int16 = 0
      for place in 0..<count { any |= values[place] }
      return any != 0
    }
    return (0..<count).contains {
      Int(values[$0]) != predictor.value(values + $0, x: start + $0, y: row.y, rowStride: row.rowStride)
    }
  }

  /// Writes what residuals of zero stand for; magnitudes and signs are zero from the start.
  private func clear(_ row: CircuitRow, _ start: Int, count: Int) {
    guard Port.reads else { return }
    let values = row.values + start
    if predictor.plane.mean == nil {
      values.update(repeating: 0, count: count)
    } else {
      for place in 0..<count {
        values[place] = Int16(
          truncatingIfNeeded: predictor.value(
            values + place, x: start + place, y: row.y, rowStride: row.rowStride))
      }
    }
  }

  /// Codes one latent, `place` of a run in which all before it are zero, or -1. Returns whether it is other than zero.
  @inline(__always)
  private func codeLatent(_ row: CircuitRow, _ x: Int, place: Int, port: inout Port) -> Bool {
    let prediction = predictor.value(row.values + x, x: x, y: row.y, rowStride: row.rowStride)
    return codeLatent(row, x, place: place, prediction: prediction, phase: -1, port: &port)
  }

  /// - Parameter phase: what rounding took from the prediction, 0 to 11; -1: that of the parent.
  @inline(__always)
  private func codeLatent(
    _ row: CircuitRow, _ x: Int, place: Int, prediction: Int, phase: Int, port: inout Port
  ) -> Bool {
    let own = row.magnitudes + x
    let sum = predictor.sums[x] &+ own0 &* Int32(own[-1]) &+ own1 &* Int32(own[-2])
    let actual = Port.reads ? 0 : Int(row.values[x]) &- prediction
    let coded = codeResidual(actual, row, x, sum, place, phase, port: &port)
    if Port.reads { row.values[x] = Int16(truncatingIfNeeded: prediction &+ coded) }
    if coded == 0 { return false }
    own[0] = Int16(truncatingIfNeeded: min(abs(coded), Int(ContextRules.cap)))
    row.signed[x] = Int8(truncatingIfNeeded: min(max(coded, -CircuitRules.tapCap), CircuitRules.tapCap))
    return true
  }
}
