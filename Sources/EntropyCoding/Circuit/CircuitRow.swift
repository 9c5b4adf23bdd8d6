import CKernels

extension circuit_row {
  /// What stays the same for all rows of a plane.
  init(
    _ plane: PlaneModel, _ structure: PlaneStructure, _ view: LatentPlane, _ state: CircuitState,
    _ scratch: CircuitScratch
  ) {
    self.init()
    let own = plane.own.map(Int32.init)
    self.own = (own[0], own[1], own[2], own[3], own[4], own[5])
    if let mean = plane.mean {
      self.mean = (mean[0], mean[1], mean[2], mean[3])
      is_predicted = true
    }
    has_parent = structure.parent != nil
    shifts = UnsafePointer(scratch.shifts)
    gates = state.gates(of: structure.model)
    chances = Logistic.shared.chances.baseAddress
    value_stride = view.rowStride
    width = structure.width
    near = scratch.near
    far = scratch.far
    expected = scratch.expected
    tap_weights = UnsafePointer(scratch.tapWeights)
    tap_rows = UnsafePointer(scratch.tapRows)
  }

  /// Takes the taps of a plane: those of W and WW apart, the others to `scratch`. Returns the others.
  mutating func set(_ taps: [SignTap], _ scratch: CircuitScratch) -> [SignTap] {
    let isWest = { (tap: SignTap) in tap.reference < 0 && tap.row == 0 }
    for tap in taps where isWest(tap) {
      if tap.column == -1 { west_taps.0 += tap.weight } else { west_taps.1 += tap.weight }
    }
    let others = taps.filter { !isWest($0) }
    for (place, tap) in others.enumerated() { scratch.tapWeights[place] = tap.weight }
    tap_count = Int32(others.count)
    return others
  }

  /// Moves on to row y of plane `index`.
  mutating func look(
    _ y: Int, _ view: LatentPlane, _ structure: PlaneStructure, _ index: Int, _ scratch: CircuitScratch,
    _ planes: borrowing MagnitudePlanes, _ residuals: borrowing SignedPlanes
  ) {
    let noMagnitudes = UnsafePointer(scratch.blank.assumingMemoryBound(to: Int16.self) + 4)
    let noSigns = UnsafePointer(scratch.blank.assumingMemoryBound(to: Int8.self) + 4)
    self.y = y
    values = view.start + y * view.rowStride
    magnitudes = planes.row(y, of: index)
    above = UnsafePointer(planes.row(y - 1, of: index))
    beyond = UnsafePointer(planes.row(y - 2, of: index))
    signs = residuals.row(y, of: index)
    sign_stride = residuals.stride(of: index)
    if let plane = structure.parent {
      parent = UnsafePointer(planes.row(y >> 1, of: plane))
      parent_sums = UnsafePointer(planes.crossRow(y >> 1, of: plane))
      parent_signs = UnsafePointer(residuals.row(y >> 1, of: plane))
      parent_sign_stride = residuals.stride(of: plane)
    } else {
      parent = noMagnitudes
      parent_sums = noMagnitudes
      parent_signs = noSigns
      parent_sign_stride = 0
    }
    let references = structure.references
    first = references.count > 0 ? UnsafePointer(planes.row(y, of: references[0])) : noMagnitudes
    second = references.count > 1 ? UnsafePointer(planes.row(y, of: references[1])) : noMagnitudes
    first_signs = references.count > 0 ? UnsafePointer(residuals.row(y, of: references[0])) : noSigns
    second_signs = references.count > 1 ? UnsafePointer(residuals.row(y, of: references[1])) : noSigns
    last_signs = references.last.map { UnsafePointer(residuals.row(y, of: $0)) } ?? noSigns
  }
}
