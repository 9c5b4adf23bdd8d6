import Bytes
import Neural

/// Between the packet coefficients of a uniform grid and its latents: a linear layer each way, and a network that
/// corrects the way back.
struct Projection: Sendable {
  /// [channels, bands].
  let analysis: Tensor
  /// [bands, channels].
  let synthesis: Tensor
  /// Standard deviations of the channels.
  let deviations: [Float]
  /// From the latents to corrections of the coefficients.
  let coarse: SynthesisParameters

  init(_ weights: SafeTensors, _ description: ModelDescription, bands: Int) throws(CodecError) {
    let channels = description.channels
    analysis = try weights.tensor("analysis", shape: [channels, bands])
    synthesis = try weights.tensor("synthesis", shape: [bands, channels])
    deviations = try Self.deviations(weights, "deviations", count: channels)
    guard let coarse = description.coarse else { throw .corruptData("model.json: no coarse network") }
    self.coarse = try coarse.parameters(weights, "coarse", inputs: channels, outputs: bands)
  }

  private static func deviations(
    _ weights: SafeTensors, _ name: String, count: Int
  ) throws(CodecError) -> [Float] {
    let values = try weights.tensor(name, shape: [count]).values
    guard values.allSatisfy({ $0.isNormal && $0 > 0 }) else {
      throw .corruptData("model: tensor \(name) holds no deviations")
    }
    return values
  }
}

extension ModelDescription.Network {
  /// The weights behind `name`, which must be of the sizes that model.json says and the grid asks for.
  func parameters(
    _ weights: SafeTensors, _ name: String, inputs: Int, outputs: Int
  ) throws(CodecError) -> SynthesisParameters {
    let parameters = try SynthesisParameters(weights, prefix: name + ".")
    let network = SynthesisNetwork(parameters, t: 0)
    guard network.inputs == inputs, network.outputs == outputs, self.inputs == inputs,
      self.outputs == outputs,
      network.width == width, network.halo == 1 + 2 * blocks
    else { throw .corruptData("model: network \(name) is not as model.json says") }
    return parameters
  }
}
