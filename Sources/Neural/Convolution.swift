import CKernels

/// A dense 3x3 convolution with zero padding and bias, ready to run.
///
/// Two rows at a time by minimal filtering (`convolution_3x3_rows`): the same bits whatever the threads, strips
/// and instruction set. The rounding of an output depends on whether its row and its column are even, so a
/// part of a plane gives the bits of the whole if it begins at an even row and column.
public struct Convolution: Sendable {
  /// Channels in and out.
  public let inputs: Int
  public let outputs: Int
  /// Floats of the scratch memory that `run` needs.
  let scratchCount: Int
  private let packed: AlignedFloats

  /// - Parameters:
  ///   - weights: `[outputs, inputs, 3, 3]`; traps on another shape.
  ///   - bias: `outputs` values.
  public init(weights: Tensor, bias: [Float]) {
    let shape = weights.shape
    precondition(
      shape.count == 4 && shape[0] > 0 && shape[1] > 0 && shape[2...] == [3, 3],
      "no weights of a 3x3 convolution: \(shape)")
    precondition(bias.count == shape[0], "\(bias.count) biases for \(shape[0]) outputs")
    (outputs, inputs) = (shape[0], shape[1])
    scratchCount = convolution_3x3_scratch_count(inputs, outputs)
    packed = AlignedFloats(count: convolution_3x3_packed_count(inputs, outputs))
    convolution_3x3_pack(weights.values, bias, inputs, outputs, packed.base)
  }

  /// Two rows; see `convolution_3x3_rows` for the layout of `rows`. The second of `output` is nil below the
  /// plane.
  func run(
    rows: UnsafePointer<UnsafePointer<Float>?>, width: Int, residual: [UnsafePointer<Float>?]?, relu: Bool,
    output: [UnsafeMutablePointer<Float>?], scratch: AlignedFloats
  ) {
    var layer = convolution(weights: packed.base, inputs: inputs, outputs: outputs)
    if let residual {
      convolution_3x3_rows(&layer, rows, width, residual, relu, output, scratch.base)
    } else {
      convolution_3x3_rows(&layer, rows, width, nil, relu, output, scratch.base)
    }
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
    let strips = Workers.strips(rows: height, height: Workers.evenShare(of: height, threads: threads))
    input.values.withUnsafeBufferPointer { input in
      (residual?.values ?? []).withUnsafeBufferPointer { addend in
        result.withMutableValues { output in
          guard let source = input.baseAddress, let target = output.baseAddress else { return }
          let terms = residual == nil ? nil : addend.baseAddress
          Workers.run(count: strips.count, threads: threads) { index in
            run(
              strips[index], width: width, height: height, from: source, residual: terms, relu: relu,
              to: target)
          }
        }
      }
    }
    return result
  }

  /// Some rows of a plane, the first one even.
  private func run(
    _ rows: Range<Int>, width: Int, height: Int, from source: UnsafePointer<Float>,
    residual: UnsafePointer<Float>?, relu: Bool, to target: UnsafeMutablePointer<Float>
  ) {
    let known = max(0, rows.lowerBound - 1)..<min(height, rows.upperBound + 1)
    let window = RowWindow(columns: width, channels: inputs, depth: 4, height: height, rows: known)
    let scratch = AlignedFloats(count: scratchCount)
    var next = known.lowerBound
    for y in stride(from: rows.lowerBound, to: rows.upperBound, by: 2) {
      while next < min(known.upperBound, y + 3) {
        window.load(next, columns: 0..<width, of: source, width: width)
        next += 1
      }
      let places = [y, y + 1].map { $0 < rows.upperBound ? $0 * width * outputs : nil }
      run(
        rows: window.rows(from: y - 1, at: -1), width: width,
        residual: residual.map { terms in places.map { $0.map { terms + $0 } } }, relu: relu,
        output: places.map { $0.map { target + $0 } }, scratch: scratch)
    }
  }
}
