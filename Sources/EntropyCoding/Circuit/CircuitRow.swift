/// One row of a plane with what the circuit looks at around it.
struct CircuitRow {
  let values: UnsafeMutablePointer<Int16>
  let rowStride: Int
  let y: Int
  let magnitudes: UnsafeMutablePointer<Int16>
  /// The rows above it and above that.
  let above, beyond: UnsafeMutablePointer<Int16>
  /// Residuals cut to `CircuitRules.tapCap`.
  let signed: UnsafeMutablePointer<Int8>
  let signedStride: Int
  /// Magnitudes and neighbours' sums of the parent.
  let parent, parentSums: UnsafeMutablePointer<Int16>
  /// Magnitudes of the first two references.
  let first, second: UnsafeMutablePointer<Int16>
  /// Signs of the first, second and last reference and of the parent.
  let firstSigned, secondSigned, lastSigned, parentSigned: UnsafeMutablePointer<Int8>

  /// - Parameter blank: zeros in place of planes that are not there, as long as the row and eight more.
  init(
    _ view: LatentPlane, y: Int, structure: PlaneStructure, index: Int, blank: UnsafeMutableRawPointer,
    magnitudes: borrowing MagnitudePlanes, signed: borrowing SignedPlanes
  ) {
    let noMagnitudes = blank.assumingMemoryBound(to: Int16.self) + 4
    let noSigns = blank.assumingMemoryBound(to: Int8.self) + 4
    values = view.start + y * view.rowStride
    rowStride = view.rowStride
    self.y = y
    self.magnitudes = magnitudes.row(y, of: index)
    above = magnitudes.row(y - 1, of: index)
    beyond = magnitudes.row(y - 2, of: index)
    self.signed = signed.row(y, of: index)
    signedStride = signed.stride(of: index)
    let references = structure.references
    if let plane = structure.parent {
      parent = magnitudes.row(y >> 1, of: plane)
      parentSums = magnitudes.crossRow(y >> 1, of: plane)
      parentSigned = signed.row(y >> 1, of: plane)
    } else {
      parent = noMagnitudes
      parentSums = noMagnitudes
      parentSigned = noSigns
    }
    first = references.count > 0 ? magnitudes.row(y, of: references[0]) : noMagnitudes
    second = references.count > 1 ? magnitudes.row(y, of: references[1]) : noMagnitudes
    firstSigned = references.count > 0 ? signed.row(y, of: references[0]) : noSigns
    secondSigned = references.count > 1 ? signed.row(y, of: references[1]) : noSigns
    if let plane = references.last {
      lastSigned = signed.row(y, of: plane)
    } else {
      lastSigned = noSigns
    }
  }
}
