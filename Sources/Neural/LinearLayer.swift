import CKernels

/// A matrix product without bias.
///
/// An output is Σ_input weight · x, every product and sum rounded to Float in this order: the same bits on every
/// instruction set.
public struct LinearLayer: Sendable {
  public let inputs: Int
  public let outputs: Int
  private let packed: AlignedFloats

  /// - Parameter weights: row-major [outputs, inputs]; traps when they do not fill it.
  public init(weights: ArraySlice<Float>, outputs: Int, inputs: Int) {
    precondition(outputs > 0 && inputs > 0 && weights.count == outputs * inputs, "weights that are no matrix")
    (self.inputs, self.outputs) = (inputs, outputs)
    packed = AlignedFloats(count: convolution_1x1_packed_count(inputs, outputs))
    weights.withUnsafeBufferPointer { weights in
      guard let weights = weights.baseAddress else { return }
      convolution_1x1_pack(weights, [Float](repeating: 0, count: outputs), inputs, outputs, packed.base)
    }
  }

  /// - Parameter input: row-major [count, inputs], any count.
  /// - Returns: [count, outputs].
  public func callAsFunction(_ input: [Float]) -> [Float] {
    precondition(input.count % inputs == 0, "\(input.count) numbers for \(inputs) inputs")
    let count = input.count / inputs
    return [Float](unsafeUninitializedCapacity: count * outputs) { output, filled in
      filled = count * outputs
      input.withUnsafeBufferPointer { input in
        guard let source = input.baseAddress, let target = output.baseAddress else { return }
        run(source, count: count, output: target)
      }
    }
  }

  func run(_ input: UnsafePointer<Float>, count: Int, output: UnsafeMutablePointer<Float>) {
    var layer = convolution(weights: packed.base, inputs: inputs, outputs: outputs)
    convolution_1x1_row(&layer, input, inputs, count, output)
  }
}
