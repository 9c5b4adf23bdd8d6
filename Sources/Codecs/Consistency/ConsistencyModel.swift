import Bytes
import EntropyCoding
import Neural

/// A trained model of the consistency codec: tables, networks, entropy model. Immutable; shared by threads.
public final class ConsistencyModel: Sendable {
  public let identity: ModelIdentity
  /// Steps of refinement unless told otherwise, and the most that there are.
  public let usualSteps, mostSteps: Int
  /// Means and standard deviations of the 512 scalars over music, on the scale that is rounded: -1 to 1.
  public let means, deviations: [Float]

  /// Frames in a second that it was made for, frames of a chunk, and scalars of side in it.
  public var rate: Int { ChunkShape.rate }
  public var chunkFrames: Int { ChunkShape.samples }
  public var sideScalars: Int { ChunkShape.sideScalars }

  /// Between coefficients or features and scaled scalars.
  let anchorAnalysis, anchorSynthesis, envelopeAnalysis, envelopeSynthesis: LinearLayer
  /// Of the features, [entries].
  let envelopeMean: [Float]
  /// Of the scalars.
  let scale: [Float]
  /// Deviations of the coefficients of a band against its root mean square, [hop].
  let shape: [Float]
  /// Mean log energies of the bands.
  let usual: [Float]
  /// What share of a band's expected energy noise fills up to, without and with refinement.
  let fill, refinedFill: [Float]
  let side: SideTables
  let summaries: SummaryNetwork
  let law: LawNetwork
  let refiner: RefinerNetwork?
  let entropy: SummaryModel
  /// Of the waveform layer.
  let music: MusicModel

  /// Reads and checks a model. Throws `corruptData` or `unsupported`.
  public init(_ files: Model.Files) throws(CodecError) {
    let description = try ConsistencyDescription(json: files.description)
    let weights = try SafeTensors(bytes: files.weights)
    identity = ModelIdentity(name: description.name, digest: files.digest)
    (usualSteps, mostSteps) = (description.steps, description.sigmas.count)
    let (anchor, envelope, entries) = (ChunkShape.anchor, ChunkShape.envelope, ChunkShape.entries)
    let anchored = ChunkShape.frames * ChunkShape.anchored
    anchorAnalysis = try weights.matrix("anchor_analysis", outputs: anchor, inputs: anchored)
    anchorSynthesis = try weights.matrix("anchor_synthesis", outputs: anchored, inputs: anchor)
    envelopeAnalysis = try weights.matrix("envelope_analysis", outputs: envelope, inputs: entries)
    envelopeSynthesis = try weights.matrix("envelope_synthesis", outputs: entries, inputs: envelope)
    envelopeMean = try weights.vector("envelope_mean", shape: [entries])
    scale = try weights.positive("scale", count: ChunkShape.scalars)
    shape = exponentials(of: try weights.vector("shape", shape: [ChunkShape.hop]).map { $0 / 2 })
    usual = try weights.vector("usual", shape: [ChunkShape.bands])
    let fill = try weights.vector("fill", shape: [ChunkShape.bands])
    self.fill = fill
    let hasRefiner = description.layers.refiner > 0
    refinedFill =
      weights.entries["fill.refined"] == nil
      ? fill : try weights.vector("fill.refined", shape: [ChunkShape.bands])
    side = try SideTables(weights)
    summaries = try SummaryNetwork(weights, description)
    law = try LawNetwork(weights, description)
    refiner = hasRefiner ? try RefinerNetwork(weights, description) : nil
    means = try weights.vector("statistics.mean", shape: [ChunkShape.scalars])
    deviations = try weights.positive("statistics.deviation", count: ChunkShape.scalars)
    entropy = try SummaryModel(reading: files.entropy)
    music = try MusicModel.builtIn()
  }
}

extension SafeTensors {
  /// Floats above zero. Throws `corruptData`.
  func positive(_ name: String, count: Int) throws(CodecError) -> [Float] {
    let values = try vector(name, shape: [count])
    guard values.allSatisfy({ $0.isNormal && $0 > 0 }) else {
      throw .corruptData("tensor \(name) holds what is not above zero")
    }
    return values
  }
}

extension ModelStore {
  /// A built-in consistency model by name. Throws `missingModel`.
  public static func consistencyModel(named name: String) throws(CodecError) -> ConsistencyModel {
    guard consistencyNames.contains(name) else {
      throw .missingModel(
        "no consistency model is called \(name); there are \(consistencyNames.joined(separator: ", "))")
    }
    return try ConsistencyModel(files(named: name))
  }
}
