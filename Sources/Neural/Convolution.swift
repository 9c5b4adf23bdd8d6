import CKernels

/// A dense convolution of size 1x1 or 3x3 with zero padding and bias, ready to run.
///
/// An output is bias + Σ_ky Σ_kx Σ_input weight · x, every product and sum rounded to Float in this order:
/// the same bits whatever the threads, strips and instruction set.
public struct Convolution: Sendable {
  /// Channels in and out.
  public let inputs: Int
  public let outputs: Int
  /// Side of the kernel, 1 or 3.
  public let side: Int
  private let packed: AlignedFloats

  /// - Parameters:
  ///   - weights: `[outputs, inputs, side, side]`, side 1 or 3; traps on another shape.
  ///   - bias: `outputs` values.
  public init(weights: Tensor, bias: [Float]) {
    let shape = weights.shape
    precondition(
      shape.count == 4 && shape[0] > 0 && shape[1] > 0 && shape[2] == shape[3] && [1, 3].contains(shape[2]),
      "no weights of a 1x1 or 3x3 convolution: \(shape)")
    precondition(bias.count == shape[0], "\(bias.count) biases for \(shape[0]) outputs")
    (outputs, inputs, side) = (shape[0], shape[1], shape[2])
    packed = AlignedFloats(count: convolution_packed_count(inputs, outputs, side))
    convolution_pack(weights.values, bias, inputs, outputs, side, packed.base)
  }

  /// One row; see `convolution_row` for the layout of `rows`.
  func run(
    rows: UnsafePointer<UnsafePointer<Float>?>, width: Int, residual: UnsafePointer<Float>?, relu: Bool,
    output: UnsafeMutablePointer<Float>
  ) {
    var layer = convolution(weights: packed.base, inputs: inputs, outputs: outputs, side: side)
    convolution_row(&layer, rows, width, residual, relu, output)
  }

  /// The convolution of a plane.
  ///
  /// - Parameters:
  ///   - input: `[height, width, inputs]`.
  ///   - residual: added to the result if given, `[height, width, outputs]`.
  ///   - relu: whether what is not greater than zero becomes zero, at the end.
  /// - Returns: `[height, width, outputs]`. Traps on other shapes.
  public func callAsFunction(
    _ input: Tensor, residual: Tensor? = nil, relu: Bool = false, threads: Int = 1
  ) -> Tensor {
    precondition(
      input.shape.count == 3 && input.shape[2] == inputs, "input \(input.shape) for \(inputs) channels")
    let (height, width) = (input.shape[0], input.shape[1])
    var result = Tensor(shape: [height, width, outputs])
    precondition(residual.map { $0.shape == result.shape } ?? true, "the residual has another shape")
    let strips = Workers.strips(rows: height, height: max(1, (height + threads - 1) / threads))
    input.values.withUnsafeBufferPointer { input in
      (residual?.values ?? []).withUnsafeBufferPointer { addend in
        result.withMutableValues { output in
          guard let source = input.baseAddress, let target = output.baseAddress else { return }
          let terms = residual == nil ? nil : addend.baseAddress
          Workers.run(count: strips.count, threads: threads) { index in
            let window = RowWindow(width: width, channels: inputs, margin: side / 2, height: height)
            for y in strips[index] {
              window.load(around: y, from: source, startingAt: strips[index].lowerBound)
              run(
                rows: window.rows(around: y), width: width, residual: terms.map { $0 + y * width * outputs },
                relu: relu, output: target + y * width * outputs)
            }
          }
        }
      }
    }
    return result
  }
}
