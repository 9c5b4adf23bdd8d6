import CKernels

/// The prediction of a latent of a low band, in 1/16: the class model's mean and a correction that is learned while
/// latents are coded, by normalised least mean squares over the differences around.
struct AdaptiveMean {
  /// Inputs: seven latents of the plane itself and six differences of the first reference.
  static let inputCount = 13
  /// Planes whose mean weights come to less are no low bands.
  private static let leastMean: Int32 = 192
  private static let inputLimit: Int32 = 1 << 14
  private static let weightLimit: Int64 = 1 << 17

  private let predictor: RowPredictor
  private let mean0, mean1, mean2, mean3: Int32
  /// In 2^-16.
  private let weights: UnsafeMutablePointer<Int32>
  private let inputs: UnsafeMutablePointer<Int32>
  private let reference: LatentPlane?
  private let lastColumn: Int

  /// - Parameters:
  ///   - inputs: memory for `inputCount` numbers.
  ///   - views: latents of the group's planes; those of references are decoded.
  init?(
    _ predictor: RowPredictor, weights: UnsafeMutablePointer<Int32>, inputs: UnsafeMutablePointer<Int32>,
    views: [LatentPlane], structures: [PlaneStructure]
  ) {
    guard let mean = predictor.plane.mean, mean.reduce(0, +) >= Self.leastMean else { return nil }
    self.predictor = predictor
    self.weights = weights
    self.inputs = inputs
    (mean0, mean1, mean2, mean3) = (mean[0], mean[1], mean[2], mean[3])
    let first = predictor.structure.references.first
    reference = first.map { views[$0] }
    lastColumn = first.map { structures[$0].width - 1 } ?? 0
  }

  /// The prediction at (x, y). Leaves the inputs for `learn`.
  func predict(_ row: circuit_row, _ x: Int) -> Int {
    let value = row.values + x
    guard x > 0, row.y > 0, x + 1 < predictor.structure.width else {
      inputs.update(repeating: 0, count: Self.inputCount)
      return predictor.value(value, x: x, y: row.y, rowStride: row.value_stride) << 4
    }
    let above = value - row.value_stride
    let (west, north) = (Int32(value[-1]), Int32(above[0]))
    let (northWest, northEast) = (Int32(above[-1]), Int32(above[1]))
    let base = (mean0 &* west &+ mean1 &* north &+ mean2 &* northWest &+ mean3 &* northEast) >> 4
    set(0, west << 4 &- base)
    set(1, north << 4 &- base)
    set(2, northWest << 4 &- base)
    set(3, northEast << 4 &- base)
    set(4, Int32(x > 1 ? value[-2] : value[-1]) << 4 &- base)
    let beyond = row.y > 1 ? above - row.value_stride : above
    set(5, Int32(beyond[0]) << 4 &- base)
    set(6, Int32(beyond[1]) << 4 &- base)
    setReference(row.y, x)
    var sum: Int64 = 1 << 15
    for place in 0..<Self.inputCount { sum &+= Int64(weights[place]) &* Int64(inputs[place]) }
    return Int(base) &+ Int(sum >> 16)
  }

  private func setReference(_ y: Int, _ x: Int) {
    guard let reference else {
      for place in 7..<Self.inputCount { inputs[place] = 0 }
      return
    }
    let here = min(x, lastColumn)
    let (west, east) = (x - 1, min(x + 1, lastColumn))
    // Of the last row and of a plane lower by one the row above stands in.
    let height = predictor.structure.height
    let row = reference.start + min(y, height - 2) * reference.rowStride
    let below = reference.start + min(y + 1, height - 2) * reference.rowStride
    let above = reference.start + (y - 1) * reference.rowStride
    let centre = Int32(row[here])
    set(7, (centre &- Int32(row[west])) << 4)
    set(8, (centre &- Int32(above[here])) << 4)
    set(9, (centre &- Int32(above[west])) << 4)
    set(10, (centre &- Int32(above[east])) << 4)
    set(11, (centre &- Int32(row[east])) << 4)
    set(12, (centre &- Int32(below[here])) << 4)
  }

  @inline(__always)
  private func set(_ place: Int, _ value: Int32) {
    inputs[place] = min(max(value, -Self.inputLimit), Self.inputLimit)
  }

  /// Moves the weights by what the latent was more than the prediction, in 1/16.
  func learn(_ error: Int) {
    var energy: Int64 = 0
    for place in 0..<Self.inputCount { energy &+= Int64(inputs[place]) &* Int64(inputs[place]) }
    let step = Int64(min(max(error, -32768), 32767)) << CircuitRules.meanRate / (energy >> 4 &+ 256)
    for place in 0..<Self.inputCount {
      let moved = Int64(weights[place]) &+ (step &* Int64(inputs[place]) &+ 2048) >> 12
      weights[place] = Int32(min(max(moved, -Self.weightLimit), Self.weightLimit))
    }
  }
}
