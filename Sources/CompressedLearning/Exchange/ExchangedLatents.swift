import Bytes
import Codecs
import Media
import Neural
import Tables

/// Latents on their way to other programs and back: an array and what it needs to become a picture or a sound again.
///
/// Integers are symbols. Floats are normalised: coefficients over the deviations that the channels have in the model's training
/// data, so that every channel is about as large as the others, and no file needs numbers of its own to go back.
public struct ExchangedLatents: Sendable {
  /// Of pictures channels, height, width; of sounds pairs of channels, channels, columns. Channels may be fewer than the
  /// model's: the first ones.
  public let array: NumericArray
  public let description: LatentDescription

  static let arrayName = "latents"

  /// Traps for an array that has not three dimensions.
  public init(_ array: NumericArray, _ description: LatentDescription) {
    precondition(array.shape.count == 3, "latents have three dimensions")
    (self.array, self.description) = (array, description)
  }

  /// Latents of a picture.
  ///
  /// - Parameter primaryOnly: whether only the channels to learn from are taken.
  public init(_ latents: LatentTensor, primaryOnly: Bool) {
    let shape = [primaryOnly ? latents.primaryChannels : latents.shape[0]] + latents.shape[1...]
    self.init(
      NumericArray(shape: shape, .integers(primaryOnly ? Array(latents.primarySymbols) : latents.symbols)),
      LatentDescription(model: latents.model, step: latents.step, medium: .picture(latents.picture)))
  }

  /// Latents of a sound.
  public init(_ latents: SoundLatentTensor, primaryOnly: Bool) {
    let shape = [
      latents.shape[0], primaryOnly ? latents.primaryChannels : latents.shape[1], latents.shape[2],
    ]
    self.init(
      NumericArray(shape: shape, .integers(primaryOnly ? latents.primarySymbols : latents.symbols)),
      LatentDescription(
        model: latents.model, step: latents.step,
        medium: .sound(latents.properties, frameCount: latents.frameCount)))
  }

  /// The same with floats. Throws `unsupported` for a model whose channels have no deviations.
  ///
  /// - Parameter models: those that are not built in.
  public func normalized(models: [Model] = []) throws(CodecError) -> ExchangedLatents {
    guard case .integers(let symbols) = array.values else { return self }
    let units = try units(models).map { description.step / $0 }
    let values = symbols.enumerated().map { index, symbol in Float(symbol) * units[channel(of: index)] }
    return ExchangedLatents(NumericArray(shape: array.shape, .floats(values)), description)
  }

  /// The symbols; of floats the nearest.
  func symbols(models: [Model]) throws(CodecError) -> [Int16] {
    switch array.values {
    case .integers(let symbols): return symbols
    case .floats(let values):
      guard values.allSatisfy(\.isFinite) else { throw .corruptData("latents: a value that is no number") }
      let units = try units(models).map { $0 / description.step }
      return values.enumerated().map { index, value in
        let symbol = (value * units[channel(of: index)]).rounded(.toNearestOrEven)
        return Int16(max(-32767, min(32767, symbol)))
      }
    }
  }

  /// The channel of latents that a value belongs to.
  private func channel(of index: Int) -> Int {
    switch description.medium {
    case .picture: index / (array.shape[1] * array.shape[2])
    case .sound: index / array.shape[2] % array.shape[1]
    }
  }

  /// The deviation of each channel.
  private func units(_ models: [Model]) throws(CodecError) -> [Float] {
    let known: [Float]?
    let channels: Int
    switch description.medium {
    case .picture: (known, channels) = (try model(models).deviations, array.shape[0])
    case .sound: (known, channels) = (try soundModel().latentDeviations, array.shape[1])
    }
    guard let known else {
      throw .unsupported("model \(description.model.name) has bands of many sizes: nothing to normalise by")
    }
    guard channels <= known.count else {
      throw .invalidParameter("\(channels) channels; model \(description.model.name) has \(known.count)")
    }
    return known
  }

  func model(_ models: [Model]) throws(CodecError) -> Model {
    if let known = models.first(where: { $0.identity == description.model }) { return known }
    return try ModelStore.model(description.model)
  }

  func soundModel() throws(CodecError) -> any SoundLatentModel {
    let model = try ModelStore.soundLatentModel(named: description.model.name)
    guard model.identity == description.model else {
      throw .missingModel("model \(description.model.name) with digest \(description.model.hexadecimal)")
    }
    return model
  }
}
