import CKernels

/// A dense convolution of size 1x1 with bias: a matrix product at every position.
///
/// An output is bias + Σ_input weight · x, every product and sum rounded to Float in this order: the same bits
/// on every instruction set.
public struct PointwiseConvolution: Sendable {
  /// Channels in and out.
  public let inputs: Int
  public let outputs: Int
  private let packed: AlignedFloats

  /// - Parameters:
  ///   - weights: `[outputs, inputs, 1, 1]`; traps on another shape.
  ///   - bias: `outputs` values.
  public init(weights: Tensor, bias: [Float]) {
    let shape = weights.shape
    precondition(
      shape.count == 4 && shape[0] > 0 && shape[1] > 0 && shape[2...] == [1, 1],
      "no weights of a 1x1 convolution: \(shape)")
    precondition(bias.count == shape[0], "\(bias.count) biases for \(shape[0]) outputs")
    (outputs, inputs) = (shape[0], shape[1])
    packed = AlignedFloats(count: convolution_1x1_packed_count(inputs, outputs))
    convolution_1x1_pack(weights.values, bias, inputs, outputs, packed.base)
  }

  /// `count` positions that follow each other in memory.
  func run(_ input: UnsafePointer<Float>, count: Int, output: UnsafeMutablePointer<Float>) {
    var layer = convolution(weights: packed.base, inputs: inputs, outputs: outputs)
    convolution_1x1_row(&layer, input, inputs, count, output)
  }

  /// - Parameter input: `[height, width, inputs]`; traps on another shape.
  /// - Returns: `[height, width, outputs]`.
  public func callAsFunction(_ input: Tensor) -> Tensor {
    precondition(
      input.shape.count == 3 && input.shape[2] == inputs, "input \(input.shape) for \(inputs) channels")
    let count = input.shape[0] * input.shape[1]
    var result = Tensor(shape: [input.shape[0], input.shape[1], outputs])
    input.values.withUnsafeBufferPointer { input in
      result.withMutableValues { output in
        guard let source = input.baseAddress, let target = output.baseAddress else { return }
        run(source, count: count, output: target)
      }
    }
    return result
  }
}
