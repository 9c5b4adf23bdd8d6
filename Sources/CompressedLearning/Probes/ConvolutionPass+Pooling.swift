extension ConvolutionPass {
  /// The largest of every 2x2 values, and where it was.
  func pool(_ values: [Float]) -> (pooled: [Float], winners: [Int32]) {
    let (rows, columns) = ((height + 1) / 2, (width + 1) / 2)
    var pooled: [Float] = []
    var winners: [Int32] = []
    pooled.reserveCapacity(shape.outputs * count * rows * columns)
    winners.reserveCapacity(shape.outputs * count * rows * columns)
    values.withUnsafeBufferPointer { values in
      for plane in 0..<shape.outputs * count {
        for y in 0..<rows {
          for x in 0..<columns {
            var best = (plane * height + 2 * y) * width + 2 * x
            let first = best
            if 2 * x + 1 < width, values[first + 1] > values[best] { best = first + 1 }
            if 2 * y + 1 < height {
              if values[first + width] > values[best] { best = first + width }
              if 2 * x + 1 < width, values[first + width + 1] > values[best] { best = first + width + 1 }
            }
            pooled.append(values[best])
            winners.append(Int32(best))
          }
        }
      }
    }
    return (pooled, winners)
  }

  /// The gradient by the values before ReLU from that by the pooled ones.
  func unpool(_ gradient: [Float], pooled: [Float], winners: [Int32]) -> [Float] {
    var result = [Float](repeating: 0, count: shape.outputs * count * height * width)
    for (index, winner) in winners.enumerated() where pooled[index] > 0 {
      result[Int(winner)] = gradient[index]
    }
    return result
  }
}
