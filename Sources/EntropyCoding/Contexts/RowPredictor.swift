import CKernels

/// Predictions of magnitude for one row of a plane, without what W and WW add.
struct RowPredictor {
  let plane: PlaneModel
  let structure: PlaneStructure
  /// Predictions of the row, and the sums of the positive ones over runs of eight.
  let sums: UnsafeMutablePointer<Int32>
  let runSums: UnsafeMutablePointer<Int32>
  private let half: UnsafeMutablePointer<Int32>

  init(plane: PlaneModel, structure: PlaneStructure, scratch: UnsafeMutablePointer<Int32>) {
    self.plane = plane
    self.structure = structure
    sums = scratch
    runSums = sums + structure.width + 32
    half = runSums + structure.width / ContextRules.runLength + 32
  }

  /// Int32 that `init` needs for planes of a width.
  static func scratchCount(width: Int) -> Int { 3 * width + 128 }

  /// Fills `sums` and `runSums` for row y.
  func predict(_ y: Int, magnitudes: borrowing MagnitudePlanes, index: Int) {
    let width = structure.width
    let above = magnitudes.row(y - 1, of: index)
    var rows: [UnsafePointer<Int16>] = [
      UnsafePointer(above), UnsafePointer(magnitudes.row(y - 2, of: index)), UnsafePointer(above - 1),
      UnsafePointer(above + 1),
    ]
    var weights = Array(plane.own[2...])
    for (place, reference) in structure.references.enumerated() {
      rows.append(UnsafePointer(magnitudes.row(y, of: reference)))
      rows.append(UnsafePointer(magnitudes.crossRow(y, of: reference)))
      weights += plane.references[2 * place..<2 * place + 2]
    }
    context_row(sums, rows, weights, rows.count, plane.bias, width)
    if let parent = structure.parent {
      let rows: [UnsafePointer<Int16>] = [
        UnsafePointer(magnitudes.row(y / 2, of: parent)),
        UnsafePointer(magnitudes.crossRow(y / 2, of: parent)),
      ]
      context_row(half, rows, plane.parent, 2, 0, (width + 1) / 2)
      add_doubled_row(sums, half, width)
    }
    run_sums_row(runSums, sums, width / ContextRules.runLength)
  }

  /// Prediction of a latent from the decoded values around it; zero for planes without.
  @inline(__always)
  func value(_ value: UnsafeMutablePointer<Int16>, x: Int, y: Int, rowStride: Int) -> Int {
    guard let mean = plane.mean else { return 0 }
    return Int(context_mean(mean, value, x, y, structure.width, rowStride))
  }
}
