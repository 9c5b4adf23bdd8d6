/// A convolution of 3x3 with ReLU over samples, [channels, samples, height, width], and its gradient.
struct ConvolutionPass {
  let inputs: Int
  let outputs: Int
  let count: Int
  let height: Int
  let width: Int
  /// Its first parameter.
  let start: Int

  /// Columns of the matrix of patches at a time: what stays in the cache.
  private static let columns = 2048

  private var plane: Int { height * width }
  private var patch: Int { 9 * inputs }
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
    _ parameters: [Float], _ input: [Float], _ byOutput: [Float], into gradient: inout [Float], needsInput: Bool
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
              parameters.baseAddress! + start, output + first, into: &patchGradient, rows: patch, columns: columns,
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

  private func gather(
    _ input: UnsafePointer<Float>, first: Int, samples: Int, into patches: UnsafeMutablePointer<Float>
  ) {
    let columns = samples * plane
    for row in 0..<patch {
      let (channel, dy, dx) = (row / 9, row / 3 % 3 - 1, row % 3 - 1)
      for sample in 0..<samples {
        let source = input + (channel * count + first + sample) * plane
        let target = patches + row * columns + sample * plane
        for y in 0..<height {
          let line = target + y * width
          guard (0..<height).contains(y + dy) else {
            line.update(repeating: 0, count: width)
            continue
          }
          let from = source + (y + dy) * width
          let (low, high) = (max(0, -dx), min(width, width - dx))
          if low > 0 { line[0] = 0 }
          if high < width { line[width - 1] = 0 }
          if high > low { (line + low).update(from: from + low + dx, count: high - low) }
        }
      }
    }
  }

  private func addPatches(_ patches: [Float], first: Int, columns: Int, into input: inout [Float]) {
    let samples = columns / plane
    input.withUnsafeMutableBufferPointer { input in
      patches.withUnsafeBufferPointer { patches in
        for row in 0..<patch {
          let (channel, dy, dx) = (row / 9, row / 3 % 3 - 1, row % 3 - 1)
          for sample in 0..<samples {
            let target = input.baseAddress! + (channel * count + first / plane + sample) * plane
            let source = patches.baseAddress! + row * columns + sample * plane
            for y in max(0, -dy)..<max(0, -dy, min(height, height - dy)) {
              let (to, from) = (target + (y + dy) * width, source + y * width)
              for x in max(0, -dx)..<max(0, -dx, min(width, width - dx)) { to[x + dx] += from[x] }
            }
          }
        }
      }
    }
  }
}
