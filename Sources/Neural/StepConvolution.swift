import Bytes

/// A 3x3 convolution whose outputs are scaled by 1 + a·t + b·t² and shifted by c·t + d·t².
///
/// Tensors of a checkpoint: `convolution.weight` `[outputs, inputs, 3, 3]`, `convolution.bias` `[outputs]`,
/// `scale` `[2, outputs]` (a, then b) and `shift` `[2, outputs]` (c, then d).
struct StepConvolution: Sendable {
  let inputs: Int
  let outputs: Int
  private let weights: Tensor
  private let bias: [Float]
  private let scale: [Float]
  private let shift: [Float]

  /// - Parameter inputs: channels that the input has; nil allows any, at least 1.
  /// - Throws: `corruptData` if a tensor is missing or has another shape or type.
  init(_ file: SafeTensors, _ name: String, inputs: Int? = nil, outputs: Int? = nil) throws(CodecError) {
    weights = try file.tensor("\(name).convolution.weight")
    let shape = weights.shape
    guard shape.count == 4, shape[0] > 0, shape[1] > 0, shape[2] == 3, shape[3] == 3,
      inputs ?? shape[1] == shape[1], outputs ?? shape[0] == shape[0]
    else { throw .corruptData("tensor \(name).convolution.weight has the shape \(shape)") }
    (self.outputs, self.inputs) = (shape[0], shape[1])
    bias = try file.tensor("\(name).convolution.bias", shape: [shape[0]]).values
    scale = try file.tensor("\(name).scale", shape: [2, shape[0]]).values
    shift = try file.tensor("\(name).shift", shape: [2, shape[0]]).values
  }

  /// The convolution for one `t`. In Float, in this order: gain = 1 + (t·a + (t·t)·b), weight · gain and
  /// bias · gain + (t·c + (t·t)·d).
  func folded(t: Float) -> Convolution {
    let square = t * t
    let taps = inputs * 9
    var gains = weights
    var biases = bias
    gains.withMutableValues { values in
      for output in 0..<outputs {
        let gain = 1 + (t * scale[output] + square * scale[outputs + output])
        for index in output * taps..<(output + 1) * taps { values[index] *= gain }
        biases[output] = biases[output] * gain + (t * shift[output] + square * shift[outputs + output])
      }
    }
    return Convolution(weights: gains, bias: biases)
  }
}
