/// The synthesis network at one quantizer step: plain 3x3 residual blocks on one grid.
///
///     x [h, w, inputs] ─ 3x3 ─┬─ 3x3 ─ ReLU ─ 3x3 ─ + ─ … ─ ReLU ─ 1x1 ─ y [h, w, outputs]
///                             └──────────────────┘
/// A position depends on `halo` positions around it. The same bits at any number of threads, any height of
/// strips and any instruction set.
public struct SynthesisNetwork: Sendable {
  /// Channels of the input, inside, and of the output.
  public let inputs: Int
  public let width: Int
  public let outputs: Int
  /// Positions on every side that a result depends on.
  public let halo: Int
  let head: Convolution
  let blocks: [(first: Convolution, second: Convolution)]
  let tail: Convolution

  /// - Parameter t: log2 of the step over the reference step of the model. Scale and shift of the step are
  ///   folded into weights and biases here, in Float: gain = 1 + (t·a + (t·t)·b), weight · gain, and
  ///   bias · gain + (t·c + (t·t)·d).
  public init(_ parameters: SynthesisParameters, t: Float) {
    head = parameters.head.folded(t: t)
    blocks = parameters.blocks.map { ($0.first.folded(t: t), $0.second.folded(t: t)) }
    tail = Convolution(weights: parameters.tailWeights, bias: parameters.tailBias)
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
  ///   - stripHeight: rows of a strip, at least 1; nil takes one strip a thread. A strip computes the rows of
  ///     its halo again, but for the ends of the plane.
  /// - Returns: `[height, width, outputs]`.
  public func callAsFunction(_ input: Tensor, threads: Int = 1, stripHeight: Int? = nil) -> Tensor {
    precondition(
      input.shape.count == 3 && input.shape[2] == inputs, "input \(input.shape) for \(inputs) channels")
    precondition(threads >= 1 && stripHeight ?? 1 >= 1, "threads and strips begin at 1")
    let (height, width) = (input.shape[0], input.shape[1])
    var result = Tensor(shape: [height, width, outputs])
    let rows = stripHeight ?? max(halo, (height + threads - 1) / threads)
    let strips = Workers.strips(rows: height, height: rows)
    input.values.withUnsafeBufferPointer { input in
      result.withMutableValues { output in
        guard let source = input.baseAddress, let target = output.baseAddress else { return }
        Workers.run(count: strips.count, threads: threads) { index in
          let strip = SynthesisStrip(self, width: width, height: height)
          strip.run(strips[index], from: source, to: target)
        }
      }
    }
    return result
  }
}
