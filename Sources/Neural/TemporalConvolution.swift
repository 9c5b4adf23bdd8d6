import CKernels

/// A convolution over three columns of a line, the one before, the column itself and the one after.
///
/// An output is bias + Σ weight · x over the channels of the three columns in order, every product and sum rounded to
/// Float: the same bits on every instruction set, and for any part of a line.
public struct TemporalConvolution: Sendable {
  static let taps = 3

  /// Channels in and out.
  public let inputs: Int
  public let outputs: Int
  private let packed: AlignedFloats

  /// - Parameters:
  ///   - weights: `[outputs, 3 inputs]`, the channels of the column before first; traps on another shape.
  ///   - bias: `outputs` values.
  public init(weights: Tensor, bias: [Float]) {
    let shape = weights.shape
    precondition(
      shape.count == 2 && shape[0] > 0 && shape[1] > 0 && shape[1] % Self.taps == 0,
      "no weights of three columns: \(shape)")
    precondition(bias.count == shape[0], "\(bias.count) biases for \(shape[0]) outputs")
    (outputs, inputs) = (shape[0], shape[1] / Self.taps)
    packed = AlignedFloats(count: convolution_1x1_packed_count(shape[1], outputs))
    convolution_1x1_pack(weights.values, bias, shape[1], outputs, packed.base)
  }

  /// The columns that have both neighbours.
  ///
  /// - Parameter input: `[columns, inputs]`, at least three columns; traps on another shape.
  /// - Returns: `[columns - 2, outputs]`.
  public func callAsFunction(_ input: Tensor) -> Tensor {
    precondition(
      input.shape.count == 2 && input.shape[0] >= Self.taps && input.shape[1] == inputs,
      "input \(input.shape) for \(inputs) channels")
    var result = Tensor(shape: [input.shape[0] - 2, outputs])
    let count = result.shape[0]
    input.values.withUnsafeBufferPointer { input in
      result.withMutableValues { output in
        guard let source = input.baseAddress, let target = output.baseAddress else { return }
        var layer = convolution(weights: packed.base, inputs: Self.taps * inputs, outputs: outputs)
        convolution_1x1_row(&layer, source, inputs, count, target)
      }
    }
    return result
  }
}
