import CKernels

extension circuit_coding {
  /// Planes whose mean weights come to less are no low bands.
  private static var leastMean: Int32 { 192 }

  /// What stays the same for all rows of plane `index`.
  init(
    _ model: LatentCircuit, _ views: [LatentPlane], _ structures: [PlaneStructure], _ index: Int,
    _ planes: borrowing CircuitPlanes, _ scratch: CircuitScratch, _ state: CircuitState
  ) {
    self.init()
    let structure = structures[index]
    plane = planes.planes[index]
    values = views[index].start
    value_stride = views[index].rowStride
    for (place, reference) in structure.references.enumerated() {
      scratch.references[place] = UnsafePointer(planes.planes + reference)
    }
    references = UnsafePointer(scratch.references)
    reference_count = structure.references.count
    parent = structure.parent.map { UnsafePointer(planes.planes + $0) }
    set(model.classes.planes[structure.model], scratch)
    if let mean = model.classes.planes[structure.model].mean, mean.reduce(0, +) >= Self.leastMean {
      mean_weights = state.means(of: structure.model)
    }
    if let first = structure.references.first {
      reference_values = UnsafePointer(views[first].start)
      reference_stride = views[first].rowStride
    }
    gates = state.gates(of: structure.model)
    chances = Logistic.shared.chances.baseAddress
    set(model.taps[structure.model], scratch)
    shifts = UnsafePointer(scratch.shifts)
    raw_class = Int32(model.classes.shifts.firstIndex { $0 > 0 } ?? model.classes.shifts.count)
  }

  private mutating func set(_ model: PlaneModel, _ scratch: CircuitScratch) {
    let own = model.own.map(Int32.init)
    self.own = (own[0], own[1], own[2], own[3], own[4], own[5])
    scratch.weights.update(from: model.references, count: 2 * reference_count)
    reference_weights = UnsafePointer(scratch.weights)
    parent_weights = (model.parent[0], model.parent[1])
    bias = model.bias
    if let mean = model.mean {
      self.mean = (mean[0], mean[1], mean[2], mean[3])
      is_predicted = true
    }
  }

  /// Takes the taps of a plane: those of W and WW apart, the others to `scratch`.
  private mutating func set(_ model: [SignTap], _ scratch: CircuitScratch) {
    for tap in model {
      if tap.reference < 0, tap.row == 0 {
        if tap.column == -1 { west_taps.0 += tap.weight } else { west_taps.1 += tap.weight }
      } else {
        scratch.taps[tap_count] = circuit_tap(
          reference: Int32(tap.reference), row: Int32(tap.row), column: Int32(tap.column), weight: tap.weight)
        tap_count += 1
      }
    }
    taps = UnsafePointer(scratch.taps)
  }
}
