/// What is known when a scalar is coded: places of this chunk, logarithms of their magnitudes, and both of the chunk before.
/// Places are in 1/80. What is not known is 0.
struct SummaryFeatures {
  private var values = [Int16](repeating: 0, count: 4 * SummaryLayout.count)
  private(set) var hasBefore = false

  mutating func set(_ scalar: Int, place: Int, logarithm: Int8) {
    values[scalar] = Int16(place)
    values[SummaryLayout.count + scalar] = Int16(logarithm)
  }

  /// This chunk becomes the one before.
  mutating func advance() {
    let half = 2 * SummaryLayout.count
    for index in 0..<half {
      values[half + index] = values[index]
      values[index] = 0
    }
    hasBefore = true
  }

  /// Σ over the features in `ranges` of those times a row of a matrix, over 2^shift, rounded.
  func product(_ matrix: [Int8], row: Int, _ ranges: [Range<Int>], shift: UInt8) -> Int {
    // 1024 products of less than 2^15.
    var sum: Int32 = 0
    matrix.withUnsafeBufferPointer { matrix in
      values.withUnsafeBufferPointer { values in
        var weight = row * ranges.width
        for range in ranges {
          for index in range {
            sum &+= Int32(matrix[weight]) &* Int32(values[index])
            weight &+= 1
          }
        }
      }
    }
    return (Int(sum) + (1 << Int(shift)) / 2) >> Int(shift)
  }
}
