import Bytes
import EntropyCoding
import Neural

/// A trained model of sounds: description, weights, entropy model. Immutable; shared by threads.
public final class SoundModel: TrainedModel, Sendable {
  public let identity: ModelIdentity
  /// Frames in a second that it was made for.
  public let rate: Int
  /// Frames of a column of latents, at the model's rate.
  public let hop: Int
  /// Channels of the latents of a pair of channels of sound.
  public let channels: Int
  /// The first of them are the tensor to learn from; the others are details that only the sound needs.
  public let primaryChannels: Int
  /// Standard deviations of the latents over the training music, over full scale.
  public let deviations: [Float]

  /// J, how often the packet splits.
  let levels: Int
  /// Samples of full scale are -unit to unit here.
  let unit: Float
  let analysis: TemporalConvolution
  let synthesis: TemporalConvolution
  let network: TemporalNetwork
  let latents: ClassModel
  let circuit: (model: LatentCircuit, digest: [UInt8])?
  /// Channels coded before that each channel's entropy model looks at.
  let neighbours: [[Int]]

  /// Reads and checks a model. Throws `corruptData` or `unsupported`.
  public init(_ files: Model.Files) throws(CodecError) {
    let description = try SoundModelDescription(json: files.description)
    let weights = try SafeTensors(bytes: files.weights)
    let entropy = try SafeTensors(bytes: files.entropy)
    identity = ModelIdentity(name: description.name, digest: files.digest)
    (rate, levels, unit) = (description.rate, description.levels, description.unit)
    hop = 1 << description.levels
    (channels, primaryChannels) = (description.channels, description.primary)
    let entries = 2 * hop
    analysis = TemporalConvolution(
      weights: try weights.tensor("analysis", shape: [channels, 3 * entries]),
      bias: [Float](repeating: 0, count: channels))
    synthesis = TemporalConvolution(
      weights: try weights.tensor("synthesis", shape: [entries, 3 * channels]),
      bias: [Float](repeating: 0, count: entries))
    network = try TemporalNetwork(
      weights, prefix: "network.", units: try weights.tensor("inputs", shape: [channels]).values,
      width: description.network.width, blocks: description.network.blocks, outputs: entries)
    let unit = unit
    deviations = try weights.tensor("deviations", shape: [channels]).values.map { $0 / unit }
    latents = try ClassModel(entropy, prefix: "latents.")
    circuit = try Self.circuit(files.circuit, classes: latents)
    neighbours = try Self.neighbours(entropy, channels: channels)
    for channel in 0..<channels {
      let structure = PlaneStructure(width: 8, height: 1, model: channel, references: neighbours[channel])
      guard latents.knows(structure), circuit?.model.knows(structure) ?? true else {
        throw .corruptData("model: the entropy model does not fit the channels")
      }
    }
  }

  /// [channels, most neighbours], -1 behind the last one of a channel.
  private static func neighbours(_ file: SafeTensors, channels: Int) throws(CodecError) -> [[Int]] {
    let values = try file.integers("neighbours", of: Int16.self)
    let most = values.count / channels
    guard values.count == channels * most else { throw .corruptData("model: neighbours of other channels") }
    let result = (0..<channels).map { channel in
      values[channel * most..<(channel + 1) * most].prefix { $0 >= 0 }.map(Int.init)
    }
    guard result.enumerated().allSatisfy({ channel, known in known.allSatisfy { $0 < channel } }) else {
      throw .corruptData("model: a neighbour that is coded later")
    }
    return result
  }
}

extension ModelStore {
  /// A built-in model of sounds by name. Throws `missingModel`.
  ///
  /// - Parameter entropy: as of models of pictures.
  public static func soundModel(
    named name: String, entropy: EntropyChoice = .circuit
  ) throws(CodecError) -> SoundModel {
    guard soundNames.contains(name) else {
      throw .missingModel(
        "no model of sounds is called \(name); there are \(soundNames.joined(separator: ", "))")
    }
    var files = try files(named: name)
    if entropy == .classes { files.circuit = nil }
    return try SoundModel(files)
  }
}
