import Bytes
import CKernels

/// A synthesis network along a line: residual blocks of convolutions over three columns.
///
///     x [columns, inputs] ─ 3 ─┬─ 3 ─ ReLU ─ 3 ─ + ─ … ─ ReLU ─ 1 ─ y [columns - 2 halo, outputs]
///                              └──────────────┘
/// A column depends on `halo` columns around it and on nothing else: the same bits for any part of a line.
public struct TemporalNetwork: Sendable {
  /// Channels of the input and of the output.
  public let inputs: Int
  public let outputs: Int
  /// Columns on either side that a result depends on.
  public let halo: Int
  private let head: TemporalConvolution
  private let blocks: [(first: TemporalConvolution, second: TemporalConvolution)]
  private let tail: PointwiseConvolution

  /// Reads the tensors `head.…`, `blocks.N.first.…`, `blocks.N.second.…` and `tail.…`, each with `weight` `[outputs,
  /// 3 inputs]` (`tail` `[outputs, inputs]`) and `bias`, F32 or F16, all behind `prefix`.
  ///
  /// - Parameter units: every channel of the input is multiplied by its unit first.
  /// - Throws: `corruptData` if a tensor is missing or has another shape or type.
  public init(
    _ file: SafeTensors, prefix: String, units: [Float], width: Int, blocks count: Int, outputs: Int
  ) throws(CodecError) {
    precondition(!units.isEmpty && width > 0 && count >= 0 && outputs > 0, "a network has channels")
    func layer(_ name: String, _ inputs: Int) throws(CodecError) -> (weights: Tensor, bias: [Float]) {
      let weights = try file.tensor("\(prefix)\(name).weight", shape: [width, 3 * inputs])
      return (weights, try file.tensor("\(prefix)\(name).bias", shape: [width]).values)
    }
    var first = try layer("head", units.count)
    first.weights.withMutableValues { values in
      for index in values.indices { values[index] *= units[index % units.count] }
    }
    head = TemporalConvolution(weights: first.weights, bias: first.bias)
    var blocks: [(first: TemporalConvolution, second: TemporalConvolution)] = []
    for index in 0..<count {
      let (first, second) = (
        try layer("blocks.\(index).first", width), try layer("blocks.\(index).second", width)
      )
      blocks.append(
        (
          TemporalConvolution(weights: first.weights, bias: first.bias),
          TemporalConvolution(weights: second.weights, bias: second.bias)
        ))
    }
    self.blocks = blocks
    let weights = try file.tensor(prefix + "tail.weight", shape: [outputs, width]).values
    tail = PointwiseConvolution(
      weights: Tensor(shape: [outputs, width, 1, 1], values: weights),
      bias: try file.tensor(prefix + "tail.bias", shape: [outputs]).values)
    (inputs, self.outputs) = (units.count, outputs)
    halo = 1 + 2 * count
  }

  /// - Parameter input: `[columns, inputs]`, more than `2 halo` columns; traps on another shape.
  /// - Returns: `[columns - 2 halo, outputs]`.
  public func callAsFunction(_ input: Tensor) -> Tensor {
    precondition(
      input.shape.count == 2 && input.shape[0] > 2 * halo && input.shape[1] == inputs,
      "input \(input.shape) for \(inputs) channels and \(halo) columns around")
    var x = head(input)
    for block in blocks {
      var inner = block.first(x)
      inner.applyReLU()
      x = block.second(inner).adding(x, from: 2)
    }
    x.applyReLU()
    let columns = x.shape[0]
    let result = tail(Tensor(shape: [1, columns, x.shape[1]], values: x.values))
    return Tensor(shape: [columns, outputs], values: result.values)
  }
}

extension Tensor {
  /// Adds the columns of a longer line from one on, `[columns, channels]` both.
  public func adding(_ other: Tensor, from first: Int) -> Tensor {
    precondition(
      shape.count == 2 && other.shape.count == 2 && shape[1] == other.shape[1] && first >= 0
        && first + shape[0] <= other.shape[0], "columns that do not fit")
    var result = self
    let count = count
    let start = first * shape[1]
    other.values.withUnsafeBufferPointer { terms in
      result.withMutableValues { values in
        guard let target = values.baseAddress, let source = terms.baseAddress else { return }
        add_interleaved_row(target, source + start, 1, count, 1)
      }
    }
    return result
  }
}
