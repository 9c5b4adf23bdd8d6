import EntropyCoding
import Media

/// Learning of the circuit of a model of sounds, each analysed at its step as the encoder does.
public struct SoundCircuitTraining {
  private let model: SoundModel
  private let learner: LatentCircuitLearner

  /// - Parameters: as of `LatentCircuitTraining`.
  public init(model: SoundModel, taps: [Int16]) throws {
    self.model = model
    learner = try LatentCircuitLearner(classes: model.latents, taps: taps)
  }

  /// Plane models of a model: rows of the arrays.
  public static func planeCount(of model: SoundModel) -> Int { model.latents.planeCount }

  /// Several passes over the sounds; returns the bytes of the circuit file.
  /// - Parameter sounds: a step is over full scale.
  public func learn(
    _ sounds: [(path: String, step: Float)], open: (String) throws -> any AudioReader
  ) throws -> [UInt8] {
    try learner.file { learn in
      for (path, step) in sounds {
        let reader = try open(path)
        let codec = try WaveletSoundCodec(
          model: model, properties: reader.properties, step: step, entropy: .classes)
        var window = try SoundWindow(reader, groupFrames: codec.groupFrames, margin: codec.margin)
        while let block = try window.next() {
          var latents = try codec.analyze(block.sound, frames: block.frames)
          latents.forEachPair(model, learn)
        }
      }
    }
  }
}
