import CKernels

/// A depthwise 3x3 convolution with zero padding and bias: every channel for itself.
///
/// An output is bias + Σ_ky Σ_kx weight · x, rounded in this order: the same bits on every instruction set.
public struct DepthwiseConvolution: Sendable {
  public let channels: Int
  /// `[3, 3, channels]`.
  private let weights: [Float]
  private let bias: [Float]

  /// - Parameters:
  ///   - weights: `[channels, 1, 3, 3]`; traps on another shape.
  ///   - bias: `channels` values.
  public init(weights: Tensor, bias: [Float]) {
    channels = bias.count
    precondition(weights.shape == [channels, 1, 3, 3], "no depthwise weights of 3x3: \(weights.shape)")
    self.bias = bias
    let count = channels
    self.weights = (0..<9 * count).map { weights.values[$0 % count * 9 + $0 / count] }
  }

  /// - Parameter input: `[height, width, channels]`; traps on another shape.
  /// - Returns: the same shape.
  public func callAsFunction(_ input: Tensor) -> Tensor {
    precondition(input.shape.count == 3 && input.shape[2] == channels, "input \(input.shape)")
    let (height, width) = (input.shape[0], input.shape[1])
    var result = Tensor(shape: input.shape)
    let window = RowWindow(columns: width, channels: channels, depth: 4, height: height, rows: 0..<height)
    input.values.withUnsafeBufferPointer { input in
      result.withMutableValues { output in
        guard let source = input.baseAddress, let target = output.baseAddress else { return }
        var next = 0
        for y in 0..<height {
          while next < min(height, y + 2) {
            window.load(next, columns: 0..<width, of: source, width: width)
            next += 1
          }
          let rows = window.rows(from: y - 1, at: -1)
          depthwise_row(
            weights, bias, channels, rows[0], rows[1], rows[2], width, target + y * width * channels)
        }
      }
    }
    return result
  }
}
