import EntropyCoding
import Media

/// Learning of the circuit of a model from pictures, each analysed at its step as the encoder does.
public struct LatentCircuitTraining {
  private let model: Model
  private let learner: LatentCircuitLearner

  /// - Parameter model: its class model is what is learned over; a circuit that it may have is not asked.
  /// - Parameter taps: [planes, 16, 4]: place among the references or -1, row, column, weight in 1/1024; see
  ///   FORMAT.md, "Circuit model". Throws `corruptData` if they do not fit the model.
  public init(model: Model, taps: [Int16]) throws {
    self.model = model
    learner = try LatentCircuitLearner(classes: model.latents, taps: taps)
  }

  /// Plane models of a model: rows of the arrays.
  public static func planeCount(of model: Model) -> Int { model.latents.planeCount }

  /// Several passes over the pictures; returns the bytes of the circuit file.
  public func learn(_ pictures: [(path: String, step: Float)], read: (String) throws -> Image) throws
    -> [UInt8]
  {
    try learner.file { try forEachGroup(pictures, read, $0) }
  }

  private func forEachGroup(
    _ pictures: [(path: String, step: Float)], _ read: (String) throws -> Image,
    _ body: ([LatentPlane], [PlaneStructure]) -> Void
  ) throws {
    for (path, step) in pictures {
      let options = WaveletImageCodec.Options(step: step)
      var latents = try WaveletImageCodec(model: model).analyze(read(path), options)
      let parameters = ImageParameters(picture: latents.picture, step: latents.step)
      let groups = LatentGroups(parameters.groups, model: model, entropy: model.latents)
      let picture = latents.picture
      latents.withMutableChannels { channels, _ in
        for group in groups.grid.rectangles {
          let (structures, rectangles) = groups.planes(of: group, picture, channels: channels.count)
          body(rectangles.map { channels[$0.channel].latentPlane($0) }, structures)
        }
      }
    }
  }
}
