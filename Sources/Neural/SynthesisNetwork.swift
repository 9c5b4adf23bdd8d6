/// The synthesis network at one quantizer step: plain 3x3 residual blocks on one grid.
///
///     x [h, w, inputs] ─ 3x3 ─┬─ 3x3 ─ ReLU ─ 3x3 ─ + ─ … ─ ReLU ─ 1x1 ─ y [h, w, outputs]
///                             └──────────────────┘
/// A position depends on `halo` positions around it. The same bits at any number of threads, any height of
/// strips and any instruction set; of a part of a plane too, if it begins at an even row and column.
public struct SynthesisNetwork: Sendable {
  /// Channels of the input, inside, and of the output.
  public let inputs: Int
  public let width: Int
  public let outputs: Int
  /// Positions on every side that a result depends on.
  public let halo: Int
  let head: Convolution
  let blocks: [(first: Convolution, second: Convolution)]
  let tail: PointwiseConvolution

  /// - Parameter t: log2 of the step over the reference step of the model. Scale and shift of the step are
  ///   folded into weights and biases here, in Float: gain = 1 + (t·a + (t·t)·b), weight · gain, and
  ///   bias · gain + (t·c + (t·t)·d).
  public init(_ parameters: SynthesisParameters, t: Float) {
    head = parameters.head.folded(t: t)
    blocks = parameters.blocks.map { ($0.first.folded(t: t), $0.second.folded(t: t)) }
    tail = PointwiseConvolution(weights: parameters.tailWeights, bias: parameters.tailBias)
    inputs = head.inputs
    width = head.outputs
    outputs = tail.outputs
    halo = 1 + 2 * blocks.count
  }

  /// Runs the network over a plane.
  ///
  /// - Parameters:
  ///   - input: `[height, width, inputs]`; traps on another shape.
  ///   - threads: at most so many strips run at a time, at least 1.
  ///   - stripHeight: rows of a strip, even, at least 2; nil takes one strip a thread. A strip computes the
  ///     rows of its halo again, but for the ends of the plane.
  /// - Returns: `[height, width, outputs]`.
  public func callAsFunction(_ input: Tensor, threads: Int = 1, stripHeight: Int? = nil) -> Tensor {
    precondition(
      input.shape.count == 3 && input.shape[2] == inputs, "input \(input.shape) for \(inputs) channels")
    precondition(threads >= 1, "work needs a thread")
    precondition(stripHeight.map { $0 >= 2 && $0 % 2 == 0 } ?? true, "strips have an even height")
    let (height, width) = (input.shape[0], input.shape[1])
    var result = Tensor(shape: [height, width, outputs])
    let rows = stripHeight ?? max(halo + 1, Workers.evenShare(of: height, threads: threads))
    let strips = Workers.strips(rows: height, height: rows)
    input.values.withUnsafeBufferPointer { input in
      result.withMutableValues { output in
        guard let source = input.baseAddress, let target = output.baseAddress else { return }
        Workers.run(count: strips.count, threads: threads) { index in
          let strip = SynthesisStrip(self, rows: strips[index], width: width, height: height)
          strip.run(from: source, to: target)
        }
      }
    }
    return result
  }
}
