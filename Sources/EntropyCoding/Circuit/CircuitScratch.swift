import CKernels

/// Tables that `circuit_coding` refers to, of one walk.
final class CircuitScratch {
  /// Low bits sent raw, by class.
  let shifts: UnsafeMutablePointer<UInt8>
  /// Of the plane that is coded: its references, their weights, its taps.
  let references: UnsafeMutablePointer<UnsafePointer<circuit_plane>?>
  let weights: UnsafeMutablePointer<Int16>
  let taps: UnsafeMutablePointer<circuit_tap>

  init(_ structures: [PlaneStructure], shifts classShifts: [Int]) {
    shifts = .allocate(capacity: classShifts.count)
    shifts.initialize(from: classShifts.map(UInt8.init), count: classShifts.count)
    let most = structures.map(\.references.count).max() ?? 0
    references = .allocate(capacity: most)
    weights = .allocate(capacity: 2 * most)
    taps = .allocate(capacity: CircuitRules.tapCount)
  }

  deinit {
    shifts.deallocate()
    references.deallocate()
    weights.deallocate()
    taps.deallocate()
  }
}
