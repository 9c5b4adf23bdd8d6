import CKernels

/// Walks one plane row by row: finds what the kernels look at; low bands are coded latent by latent.
struct CircuitPlaneCoder {
  var row: circuit_row
  private let structure: PlaneStructure
  private let index: Int
  private let view: LatentPlane
  private let predictor: RowPredictor
  private let taps: [SignTap]
  private let scratch: CircuitScratch
  /// Of low bands.
  private let mean: AdaptiveMean?

  init(
    model: LatentCircuit, views: [LatentPlane], structures: [PlaneStructure], index: Int,
    scratch: CircuitScratch, state: CircuitState
  ) {
    let structure = structures[index]
    let plane = model.classes.planes[structure.model]
    self.structure = structure
    self.index = index
    self.scratch = scratch
    view = views[index]
    predictor = RowPredictor(plane: plane, structure: structure, scratch: scratch.sums)
    mean = AdaptiveMean(
      predictor, weights: state.means(of: structure.model), inputs: scratch.inputs, views: views,
      structures: structures)
    row = circuit_row(plane, structure, view, state, scratch)
    taps = row.set(model.taps[structure.model], scratch)
    row.sums = UnsafePointer(predictor.sums)
    row.run_sums = UnsafePointer(predictor.runSums)
  }

  /// Codes all rows. Fills the magnitudes and signs of the plane.
  mutating func code<Port: CircuitPort>(
    magnitudes: borrowing MagnitudePlanes, signs: borrowing SignedPlanes, port: inout Port
  ) {
    for y in 0..<structure.height where !port.isExhausted {
      port.begin(row: y)
      predictor.predict(y, magnitudes: magnitudes, index: index)
      row.look(y, view, structure, index, scratch, magnitudes, signs)
      for (place, tap) in taps.enumerated() {
        let plane = tap.reference < 0 ? index : structure.references[tap.reference]
        scratch.tapRows[place] = UnsafePointer(signs.row(y + tap.row, of: plane) + tap.column)
      }
      if let mean {
        codeLowRow(mean, port: &port)
      } else {
        port.code(&row)
      }
    }
    magnitudes.finish(index)
  }

  /// A row of a low band: every prediction needs the latents before.
  private mutating func codeLowRow<Port: CircuitPort>(_ mean: AdaptiveMean, port: inout Port) {
    circuit_begin_row(&row)
    for x in 0..<structure.width {
      let fine = mean.predict(row, x) + 8
      let prediction = fine >> 4
      let residual = Port.reads ? 0 : Int32(row.values[x]) - Int32(prediction)
      // Twelve phases of sixteenths.
      let phase = ((fine & 15) * 3) >> 2
      let coded = port.code(residual, &row, x: x, phase: Int32(phase))
      if Port.reads { row.values[x] = Int16(truncatingIfNeeded: prediction + Int(coded)) }
      mean.learn(Int(row.values[x]) << 4 - fine + 8)
    }
  }
}
