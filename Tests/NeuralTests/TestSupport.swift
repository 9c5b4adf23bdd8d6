import Foundation
import Neural
import TestSupport
import Testing

extension SeededRandom {
  mutating func tensor(_ shape: [Int]) -> Tensor {
    Tensor(shape: shape, values: values(shape.reduce(1, *)))
  }

  mutating func values(_ count: Int) -> [Float] {
    floats(count, in: -1...1)
  }
}

/// Plain twins of the kernels. Those of 1x1 and of depthwise convolutions sum in the same order.
enum Reference {
  static func convolution(
    _ x: Tensor, weights: Tensor, bias: [Float], residual: Tensor? = nil, relu: Bool = false
  ) -> Tensor {
    let (height, width, inputs) = (x.shape[0], x.shape[1], x.shape[2])
    let (outputs, side) = (weights.shape[0], weights.shape[2])
    var values: [Float] = []
    for y in 0..<height {
      for column in 0..<width {
        for output in 0..<outputs {
          var sum = bias[output]
          for ky in 0..<side {
            for kx in 0..<side {
              for input in 0..<inputs {
                let (row, position) = (y + ky - side / 2, column + kx - side / 2)
                let isInside = (0..<height).contains(row) && (0..<width).contains(position)
                let value = isInside ? x.values[(row * width + position) * inputs + input] : 0
                sum += weights.values[((output * inputs + input) * side + ky) * side + kx] * value
              }
            }
          }
          if let residual { sum += residual.values[values.count] }
          values.append(relu && !(sum > 0) ? 0 : sum)
        }
      }
    }
    return Tensor(shape: [height, width, outputs], values: values)
  }

  static func depthwise(_ x: Tensor, weights: Tensor, bias: [Float]) -> Tensor {
    let channels = bias.count
    var result = Tensor(shape: x.shape)
    for channel in 0..<channels {
      let plane = Tensor(
        shape: [x.shape[0], x.shape[1], 1],
        values: stride(from: channel, to: x.count, by: channels).map { x.values[$0] })
      let kernel = Tensor(shape: [1, 1, 3, 3], values: Array(weights.values[channel * 9..<channel * 9 + 9]))
      let filtered = convolution(plane, weights: kernel, bias: [bias[channel]])
      result.withMutableValues { values in
        for (index, value) in filtered.values.enumerated() { values[index * channels + channel] = value }
      }
    }
    return result
  }
}

/// The bytes of a file in Goldens.
func golden(_ name: String) throws -> [UInt8] {
  let url = try #require(Bundle.module.url(forResource: "Goldens/\(name)", withExtension: nil))
  return [UInt8](try Data(contentsOf: url))
}

extension Tensor {
  /// Whether the bits are the same, zeros and their signs included.
  func isIdentical(to other: Tensor) -> Bool {
    shape == other.shape && values.map(\.bitPattern) == other.values.map(\.bitPattern)
  }

  /// The largest difference to a tensor of the same shape, over its largest value.
  func error(to other: Tensor) -> Float {
    guard shape == other.shape else { return .infinity }
    let peak = other.values.map(abs).max() ?? 0
    let error = zip(values, other.values).map { abs($0 - $1) }.max() ?? 0
    return error == 0 ? 0 : error / peak
  }
}

extension SIMDLevel {
  /// Calls `body` with every level in force, and leaves the best one.
  static func each(_ body: (SIMDLevel) throws -> Void) rethrows {
    defer { best.activate() }
    for level in allCases {
      level.activate()
      try body(level)
    }
  }
}
