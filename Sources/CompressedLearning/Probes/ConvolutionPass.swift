/// A convolution with ReLU over samples, [channels, samples, height, width], and its gradient.
struct ConvolutionPass {
  let shape: ConvolutionShape
  let count: Int
  let inputSize: (height: Int, width: Int)
  /// Its first parameter.
  let start: Int
  /// Of what it makes.
  let height: Int
  let width: Int

  /// Columns of the matrix of patches at a time: what stays in the cache.
  private static let columns = 2048

  init(_ shape: ConvolutionShape, count: Int, inputSize: (height: Int, width: Int), start: Int) {
    (self.shape, self.count, self.inputSize, self.start) = (shape, count, inputSize, start)
    height = (inputSize.height + shape.stride - 1) / shape.stride
    width = (inputSize.width + shape.stride - 1) / shape.stride
  }

  private var plane: Int { height * width }
  private var patch: Int { shape.patch }
  private var outputs: Int { shape.outputs }
  private var bias: Int { start + outputs * patch }

  func forward(_ parameters: [Float], _ input: [Float]) -> [Float] {
    var result = [Float](repeating: 0, count: outputs * count * plane)
    parameters.withUnsafeBufferPointer { parameters in
      result.withUnsafeMutableBufferPointer { result in
        let (weights, result) = (parameters.baseAddress! + start, result.baseAddress!)
        forEachBlock(input) { patches, first, columns in
          Matrix.multiply(
            weights, patches, into: result + first, rows: outputs, columns: columns, inner: patch,
            strides: (patch, columns, count * plane))
        }
        for channel in 0..<outputs {
          let value = parameters[bias + channel]
          let row = result + channel * count * plane
          for index in 0..<count * plane { row[index] = max(row[index] + value, 0) }
        }
      }
    }
    return result
  }

  /// - Parameter byOutput: the gradient by the values before ReLU.
  /// - Returns: the gradient by the input; empty when it is not needed.
  func backward(
    _ parameters: [Float], _ input: [Float], _ byOutput: [Float], into gradient: inout [Float],
    needsInput: Bool
  ) -> [Float] {
    var byInput = [Float](repeating: 0, count: needsInput ? input.count : 0)
    var patchGradient: [Float] = []
    parameters.withUnsafeBufferPointer { parameters in
      byOutput.withUnsafeBufferPointer { byOutput in
        gradient.withUnsafeMutableBufferPointer { gradient in
          let (base, output) = (gradient.baseAddress! + start, byOutput.baseAddress!)
          forEachBlock(input) { patches, first, columns in
            Matrix.multiply(
              output + first, patches, into: base, rows: outputs, columns: patch, inner: columns,
              strides: (count * plane, columns, patch), transposed: (false, true), beta: 1)
            guard needsInput else { return }
            patchGradient = [Float](repeating: 0, count: patch * columns)
            Matrix.multiply(
              parameters.baseAddress! + start, output + first, into: &patchGradient, rows: patch,
              columns: columns,
              inner: outputs, strides: (patch, count * plane, columns), transposed: (true, false))
            addPatches(patchGradient, first: first, columns: columns, into: &byInput)
          }
          for channel in 0..<outputs {
            let row = output + channel * count * plane
            gradient[bias + channel] += (0..<count * plane).reduce(0) { $0 + row[$1] }
          }
        }
      }
    }
    return byInput
  }

  /// Calls with the patches of some samples at a time: [inputs · 9, columns], where the columns begin, how many they are.
  private func forEachBlock(_ input: [Float], _ body: (UnsafePointer<Float>, Int, Int) -> Void) {
    let samples = max(1, Self.columns / plane)
    var patches = [Float](repeating: 0, count: patch * min(samples, count) * plane)
    for first in stride(from: 0, to: count, by: samples) {
      let block = min(samples, count - first)
      patches.withUnsafeMutableBufferPointer { patches in
        input.withUnsafeBufferPointer { input in
          gather(input.baseAddress!, first: first, samples: block, into: patches.baseAddress!)
        }
        body(UnsafePointer(patches.baseAddress!), first * plane, block * plane)
      }
    }
  }

  /// For every row of the matrix of patches and every row of the result: where its numbers come from, where they go, and how
  /// many there are; the others are zero. Input and patches are counted from their first number.
  private func forEachLine(
    first: Int, samples: Int, _ body: (_ source: Int, _ target: Int, _ columns: Range<Int>) -> Void
  ) {
    let (side, stride) = (shape.side, shape.stride)
    for row in 0..<patch {
      let channel = row / (side * side)
      let (dy, dx) = (row / side % side - shape.padding, row % side - shape.padding)
      // Columns of the result whose source lies in the input.
      let low = min(width, max(0, (stride - 1 - dx) / stride))
      let high = max(low, min(width, (inputSize.width - dx + stride - 1) / stride))
      for sample in 0..<samples {
        let source = (channel * count + first + sample) * inputSize.height * inputSize.width
        let target = row * samples * plane + sample * plane
        for y in 0..<height {
          let from = y * stride + dy
          let isInside = (0..<inputSize.height).contains(from)
          body(source + from * inputSize.width + dx, target + y * width, isInside ? low..<high : 0..<0)
        }
      }
    }
  }

  private func gather(
    _ input: UnsafePointer<Float>, first: Int, samples: Int, into patches: UnsafeMutablePointer<Float>
  ) {
    let stride = shape.stride
    forEachLine(first: first, samples: samples) { source, target, columns in
      let line = patches + target
      for x in 0..<columns.lowerBound { line[x] = 0 }
      if stride == 1 {
        (line + columns.lowerBound).update(from: input + source + columns.lowerBound, count: columns.count)
      } else {
        for x in columns { line[x] = input[source + x * stride] }
      }
      for x in columns.upperBound..<width { line[x] = 0 }
    }
  }

  private func addPatches(_ patches: [Float], first: Int, columns: Int, into input: inout [Float]) {
    let stride = shape.stride
    input.withUnsafeMutableBufferPointer { input in
      patches.withUnsafeBufferPointer { patches in
        forEachLine(first: first / plane, samples: columns / plane) { source, target, columns in
          for x in columns { input[source + x * stride] += patches[target + x] }
        }
      }
    }
  }
}
