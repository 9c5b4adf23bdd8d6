import CKernels

/// Walks one plane row by row, from segments to latents; writes or reads through a port.
struct CircuitPlaneCoder<Port: SymbolPort> {
  let structure: PlaneStructure
  let hasParent: Bool
  /// Whether latents are predicted from those around.
  private let isPredicted: Bool
  let index: Int
  let predictor: RowPredictor
  let gates: CircuitGates
  let scratch: CircuitScratch
  let shifts: UnsafePointer<UInt8>
  let near, far: UnsafeMutablePointer<UInt8>
  let taps: [SignTap]
  /// For each tap its residual at x = 0 of the row.
  let tapRows: UnsafeMutablePointer<UnsafeMutablePointer<Int8>>
  /// Of low bands.
  private let mean: AdaptiveMean?
  let levels = CircuitTables.shared.levels
  /// Weights of W, WW, N, NN, NW, NE.
  let own0, own1, own2, own3, own4, own5: Int32

  /// - Parameter means: weights of `AdaptiveMean`.
  init(
    model: LatentCircuit, views: [LatentPlane], structures: [PlaneStructure], index: Int,
    scratch: CircuitScratch, gates: CircuitGates, means: UnsafeMutablePointer<Int32>
  ) {
    let structure = structures[index]
    let plane = model.classes.planes[structure.model]
    self.structure = structure
    hasParent = structure.parent != nil
    isPredicted = plane.mean != nil
    self.index = index
    self.gates = gates
    self.scratch = scratch
    predictor = RowPredictor(plane: plane, structure: structure, scratch: scratch.sums)
    mean = AdaptiveMean(
      predictor, weights: means, inputs: scratch.inputs, views: views, structures: structures)
    tapRows = scratch.tapRows
    near = scratch.near
    far = scratch.far
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
      predictor.predict(y, magnitudes: magnitudes, index: index)
      let row = CircuitRow(
        view, y: y, structure: structure, index: index, blank: scratch.blank, magnitudes: magnitudes,
        signed: signed)
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
    setContexts(row, from: 0, count: structure.width)
    for x in 0..<structure.width {
      let fine = mean.predict(row, x) &+ 8
      _ = codeLatent(row, x, place: -1, prediction: fine >> 4, phase: (fine & 15) &* 3 >> 2, port: &port)
      mean.learn(Int(row.values[x]) << 4 &- fine &+ 8)
    }
  }

  private func codeRow(_ row: CircuitRow, port outer: inout Port) {
    // What is read from memory at every latent cannot stay in registers.
    var port = outer
    let width = structure.width
    var start = 0
    while start < width {
      let end = min(start &+ CircuitRules.segmentLength, width)
      if let some = codeSegment(row, from: start, to: end, port: &port) {
        if some { codeLatents(row, from: start, to: end, isSome: true, port: &port) }
      } else {
        codeLatents(row, from: start, to: end, isSome: false, port: &port)
      }
      start = end
    }
    outer = port
  }

  /// - Parameter isSome: whether any is known to be other than zero.
  @inline(__always)
  private func codeLatents(_ row: CircuitRow, from start: Int, to end: Int, isSome: Bool, port: inout Port) {
    setContexts(row, from: start, count: end &- start)
    let length = ContextRules.runLength
    // The last run is certain as long as nothing but zeros came.
    var owes = isSome
    var x = start
    while x < end {
      let stop = min(x &+ length, end)
      var isOpen = false
      if stop &- x == length {
        let entry = (own0 &+ own1) &* Int32(row.magnitudes[x &- 1]) &+ own1 &* Int32(row.magnitudes[x &- 2])
        let block = ContextRules.classIndex((predictor.runSums[x / length] &+ entry) >> 3)
        if block < CircuitRules.blockClassCount {
          isOpen = true
          if !(owes && stop == end) {
            let some = Port.reads ? false : hasResiduals(row, x, count: length)
            guard gates.code(some ? 1 : 0, CircuitRules.runs &+ block, port: &port) == 1 else {
              clear(row, x, count: length)
              x = stop
              continue
            }
          }
          owes = false
        }
      }
      while x < stop {
        let place = isOpen ? x & 7 : -1
        let prediction =
          isPredicted ? predictor.value(row.values + x, x: x, y: row.y, rowStride: row.rowStride) : 0
        if codeLatent(row, x, place: place, prediction: prediction, phase: -1, port: &port) != 0 {
          isOpen = false
          owes = false
        }
        x &+= 1
      }
    }
  }

  /// Whether 64 latents hold any other than zero; nil if they are not asked.
  @inline(__always)
  private func codeSegment(_ row: CircuitRow, from x: Int, to end: Int, port: inout Port) -> Bool? {
    guard end &- x == CircuitRules.segmentLength else { return nil }
    var sum = (own0 &+ own1) &* Int32(row.magnitudes[x &- 1]) &+ own1 &* Int32(row.magnitudes[x &- 2])
    for run in 0..<CircuitRules.segmentLength / ContextRules.runLength {
      sum = sum &+ predictor.runSums[x / ContextRules.runLength &+ run]
    }
    let block = ContextRules.classIndex(sum >> 6)
    guard block < CircuitRules.blockClassCount else { return nil }
    let some = Port.reads ? false : hasResiduals(row, x, count: CircuitRules.segmentLength)
    if gates.code(some ? 1 : 0, CircuitRules.segments &+ block, port: &port) == 1 { return true }
    clear(row, x, count: CircuitRules.segmentLength)
    return false
  }

  /// Contexts that the row itself has no part in.
  @inline(__always)
  private func setContexts(_ row: CircuitRow, from x: Int, count: Int) {
    near_contexts(near + x, row.above + x, count)
    guard hasParent else { return }
    far_contexts(far + x, row.parent + x / 2, row.parentSums + x / 2, row.first + x, row.second + x, count)
  }

  /// Whether the writer has any residual other than zero.
  private func hasResiduals(_ row: CircuitRow, _ start: Int, count: Int) -> Bool {
    let values = row.values + start
    if !isPredicted {
      var any: Int16 = 0
      for place in 0..<count { any |= values[place] }
      return any != 0
    }
    return (0..<count).contains {
      Int(values[$0]) != predictor.value(values + $0, x: start + $0, y: row.y, rowStride: row.rowStride)
    }
  }

  /// Writes what residuals of zero stand for; magnitudes and signs are zero from the start.
  @inline(__always)
  private func clear(_ row: CircuitRow, _ start: Int, count: Int) {
    guard Port.reads else { return }
    let values = row.values + start
    if !isPredicted {
      values.update(repeating: 0, count: count)
    } else {
      for place in 0..<count {
        values[place] = Int16(
          truncatingIfNeeded: predictor.value(
            values + place, x: start + place, y: row.y, rowStride: row.rowStride))
      }
    }
  }
}
