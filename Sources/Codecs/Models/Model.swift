import Bytes
import EntropyCoding
import Neural
import Transforms

/// A trained image model: description, weights, entropy models. Immutable; shared by threads.
public final class Model: TrainedModel, Sendable {
  public let identity: ModelIdentity
  public let grid: LatentGrid
  /// Colour planes: 3, or 1 for a gray model.
  public let colours: Int
  /// Name of the built-in model that codes gray pictures in this one's stead; nil: this one does.
  public let grayModel: String?
  /// Channels of the latents of a picture with all its colours.
  public let channels: Int
  /// The first of them are the tensor to learn from; the others are details that only the picture needs.
  public let primaryChannels: Int

  let rounding: Float
  let referenceStep: Float
  let trainedSteps: ClosedRange<Float>
  let detailUnit: Float?
  let rotation: ColourTransform
  /// What uniform grids have and pyramids have not.
  let projection: Projection?
  let fine: SynthesisParameters
  let latents: ClassModel
  let alpha: ClassModel
  let circuit: (model: LatentCircuit, digest: [UInt8])?

  /// Standard deviations of the coefficients of each channel over the training pictures, on the 0..255 scale; nil for
  /// pyramids, whose channels are mosaics of bands.
  public var deviations: [Float]? { projection?.deviations }

  /// The files of a model.
  public struct Files: Sendable {
    public var description, weights, entropy: [UInt8]
    /// Not every model has one. It has a digest of its own, which stands in the files that need it.
    public var circuit: [UInt8]?

    public init(description: [UInt8], weights: [UInt8], entropy: [UInt8], circuit: [UInt8]? = nil) {
      self.circuit = circuit
      self.description = description
      self.weights = weights
      self.entropy = entropy
    }

    /// The first 16 bytes of the SHA-256 of all files but the circuit, each behind its length.
    public var digest: [UInt8] {
      var hash = SHA256()
      for file in [description, weights, entropy] {
        var length = ByteWriter()
        length.write(UInt64(file.count))
        hash.update(length.bytes)
        hash.update(file)
      }
      return Array(hash.finalize().prefix(16))
    }
  }

  /// Reads and checks a model. Throws `corruptData` or `unsupported`.
  public init(_ files: Files) throws(CodecError) {
    let description = try ModelDescription(json: files.description)
    let weights = try SafeTensors(bytes: files.weights)
    let entropy = try SafeTensors(bytes: files.entropy)
    identity = ModelIdentity(name: description.name, digest: files.digest)
    grid = try description.latentGrid()
    colours = description.colours
    grayModel = description.gray
    channels = description.channels
    primaryChannels = description.primary ?? description.channels
    rounding = description.rounding
    referenceStep = description.referenceStep
    trainedSteps = description.trainedSteps[0]...description.trainedSteps[1]
    detailUnit = description.detailUnit
    rotation = try Self.rotation(weights)
    fine = try description.fine.parameters(weights, "fine", inputs: 4 * colours, outputs: 4 * colours)
    if case .uniform(let levels) = grid {
      projection = try Projection(weights, description, bands: colours << (2 * levels))
    } else {
      projection = nil
    }
    latents = try ClassModel(entropy, prefix: "latents.")
    alpha = try ClassModel(entropy, prefix: "alpha.")
    circuit = try Self.circuit(files.circuit, classes: latents)
    try checkEntropyModels()
  }

  private static func rotation(_ weights: SafeTensors) throws(CodecError) -> ColourTransform {
    let values = try weights.tensor("rotation", shape: [3, 3]).values
    for (row, column) in [(0, 0), (1, 1), (2, 2), (0, 1), (0, 2), (1, 2)] {
      let product = (0..<3).reduce(Float(0)) { $0 + values[3 * row + $1] * values[3 * column + $1] }
      guard abs(product - (row == column ? 1 : 0)) < 1e-4 else {
        throw .corruptData("model: the colour rotation is not orthonormal")
      }
    }
    return ColourTransform(rotation: values)
  }

  /// The entropy models must know every plane that the grid can ask for.
  private func checkEntropyModels() throws(CodecError) {
    for (model, grid, channels, colours) in [
      (latents, grid, channels, colours), (alpha, Self.alphaGrid, 1, 1),
    ] {
      let whole = PixelRectangle(x: 0, y: 0, width: 64, height: 64)
      let (structures, _) = grid.planes(
        of: whole, width: 64, height: 64, channels: channels, modelColours: colours)
      let circuit = channels == self.channels ? circuit?.model : nil
      guard structures.allSatisfy({ model.knows($0) && circuit?.knows($0) ?? true }) else {
        throw .corruptData("model: the entropy model does not fit the grid")
      }
    }
  }

  /// Alpha planes are reversible pyramids under every model.
  static let alphaGrid = LatentGrid.pyramid(levels: 5)
}

extension ClassModel {
  /// Reads the arrays of a model file behind `prefix`.
  convenience init(_ file: SafeTensors, prefix: String) throws(CodecError) {
    try self.init(
      Arrays(
        own: file.integers(prefix + "own", of: Int16.self),
        references: file.integers(prefix + "references", of: Int16.self),
        parent: file.integers(prefix + "parent", of: Int16.self),
        bias: file.integers(prefix + "bias", of: Int32.self),
        mean: file.integers(prefix + "mean", of: Int16.self),
        tables: file.integers(prefix + "tables", of: UInt8.self),
        magnitudes: file.integers(prefix + "magnitudes", of: UInt16.self),
        runs: file.integers(prefix + "runs", of: UInt16.self),
        starts: file.integers(prefix + "starts", of: UInt16.self),
        shifts: file.integers(prefix + "shifts", of: UInt8.self)))
  }
}
