import Bytes

/// The parameters of a synthesis network, for all quantizer steps: the checkpoint of
/// `models/recipes/network.py`.
public struct SynthesisParameters: Sendable {
  let head: StepConvolution
  let blocks: [(first: StepConvolution, second: StepConvolution)]
  let tailWeights: Tensor
  let tailBias: [Float]

  /// Reads the tensors `head.…`, `blocks.N.first.…`, `blocks.N.second.…`, `tail.weight` and `tail.bias` (F32
  /// or F16), all behind `prefix`.
  ///
  /// - Throws: `corruptData` if a tensor is missing or has another shape or type.
  public init(_ file: SafeTensors, prefix: String = "") throws(CodecError) {
    head = try StepConvolution(file, prefix + "head")
    let width = head.outputs
    var blocks: [(first: StepConvolution, second: StepConvolution)] = []
    while file.entries["\(prefix)blocks.\(blocks.count).first.convolution.weight"] != nil {
      let name = "\(prefix)blocks.\(blocks.count)"
      let first = try StepConvolution(file, name + ".first", inputs: width, outputs: width)
      let second = try StepConvolution(file, name + ".second", inputs: width, outputs: width)
      blocks.append((first, second))
    }
    self.blocks = blocks
    tailWeights = try file.tensor(prefix + "tail.weight")
    guard let outputs = tailWeights.shape.first, outputs > 0, tailWeights.shape == [outputs, width, 1, 1]
    else {
      throw .corruptData("tensor \(prefix)tail.weight has the shape \(tailWeights.shape)")
    }
    tailBias = try file.tensor(prefix + "tail.bias", shape: [outputs]).values
  }
}
