import CKernels

/// Working memory of one walk.
final class CircuitScratch {
  /// Of `RowPredictor`.
  let sums: UnsafeMutablePointer<Int32>
  /// Of `AdaptiveMean`.
  let inputs: UnsafeMutablePointer<Int32>
  /// Contexts of a row, and what taps expect.
  let near, far: UnsafeMutablePointer<UInt8>
  let expected: UnsafeMutablePointer<Int32>
  /// Of taps, but for those of W and WW: weights, and the residuals at x = 0 of the row.
  let tapWeights: UnsafeMutablePointer<Int32>
  let tapRows: UnsafeMutablePointer<UnsafePointer<Int8>?>
  /// Low bits sent raw, by class.
  let shifts: UnsafeMutablePointer<UInt8>
  /// Zeros in place of planes that are not there: two bytes for each latent of a row and eight more.
  let blank: UnsafeMutableRawPointer

  init(width: Int, shifts classShifts: [Int]) {
    shifts = .allocate(capacity: classShifts.count)
    shifts.initialize(from: classShifts.map(UInt8.init), count: classShifts.count)
    tapWeights = .allocate(capacity: CircuitRules.tapCount)
    tapRows = .allocate(capacity: CircuitRules.tapCount)
    sums = .allocate(capacity: RowPredictor.scratchCount(width: width))
    inputs = .allocate(capacity: AdaptiveMean.inputCount)
    near = .allocate(capacity: width + 1)
    far = .allocate(capacity: width + 1)
    expected = .allocate(capacity: width + 1)
    let bytes = 2 * width + 64
    blank = .allocate(byteCount: bytes, alignment: 8)
    blank.initializeMemory(as: UInt8.self, repeating: 0, count: bytes)
  }

  deinit {
    shifts.deallocate()
    tapWeights.deallocate()
    tapRows.deallocate()
    sums.deallocate()
    inputs.deallocate()
    near.deallocate()
    far.deallocate()
    expected.deallocate()
    blank.deallocate()
  }
}
