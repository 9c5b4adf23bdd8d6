import Bytes
import Codecs
import Media
import Neural
import Tables

extension ExchangedLatents {
  /// An NPY file: the array alone.
  public var npy: [UInt8] {
    switch array.values {
    case .integers(let values): NPYFormat.file(shape: array.shape, values)
    case .floats(let values): NPYFormat.file(shape: array.shape, values)
    }
  }

  /// A safetensors file: the array, as `latents`, and in its head what it needs to go back.
  public var safetensors: [UInt8] {
    var file = SafeTensors()
    file.metadata = description.metadata
    switch array.values {
    case .integers(let values): file.add(Self.arrayName, shape: array.shape, values)
    case .floats(let values): file.add(Self.arrayName, Tensor(shape: array.shape, values: values))
    }
    return file.serialized()
  }

  /// Whether a file begins as an NPY or a safetensors file does.
  ///
  /// - Parameter start: its first bytes, at least 10.
  public static func recognizes(_ start: [UInt8]) -> Bool {
    NumericArray.recognizes(start)
      || start.count >= 10 && start[8] == UInt8(ascii: "{") && start[5...7] == [0, 0, 0]
  }

  /// Reads an NPY or a safetensors file of latents, as other programs write them.
  ///
  /// - Parameter like: what an NPY file does not say. Of a safetensors file it stands in for a head that does not say it.
  /// - Throws: `corruptData`, `limitExceeded`, `unsupported`; `invalidParameter` when it takes `like` and there is none.
  public init(
    parsing bytes: [UInt8], like: LatentDescription?, limits: Limits = .standard
  ) throws(CodecError) {
    let array: NumericArray
    var description = like
    if NumericArray.recognizes(bytes) {
      array = try NumericArray(npy: bytes, limits: limits)
    } else {
      let file = try SafeTensors(bytes: bytes, limits: limits)
      guard let entry = file.entries[Self.arrayName] else { throw .corruptData("no array is called latents") }
      array =
        if entry.type == .int16 {
          NumericArray(shape: entry.shape, .integers(try file.integers(Self.arrayName, of: Int16.self)))
        } else {
          NumericArray(shape: entry.shape, .floats(try file.tensor(Self.arrayName).values))
        }
      if LatentDescription.describes(file.metadata) {
        description = try LatentDescription(metadata: file.metadata, limits: limits)
      }
    }
    guard let description else {
      throw .invalidParameter(
        "the array does not say what made it; name a .cdc file of the same model and size")
    }
    guard array.shape.count == 3, array.shape.allSatisfy({ $0 >= 1 }) else {
      throw .invalidParameter("an array of shape \(array.shape); latents have three dimensions")
    }
    self.init(array, description)
  }

  /// Latents of a picture, ready to be decoded; alpha is not among them. Nil for those of a sound.
  ///
  /// - Throws: `invalidParameter` for a shape that is not that of the picture's grid; `missingModel`.
  public func picture(models: [Model] = []) throws(CodecError) -> (latents: LatentTensor, model: Model)? {
    guard case .picture(var picture) = description.medium else { return nil }
    let model = try model(models)
    picture.channels =
      switch picture.channels {
      case .grayAlpha: .gray
      case .rgba: .rgb
      default: picture.channels
      }
    let extent = model.grid.extent(width: picture.width, height: picture.height)
    guard Array(array.shape[1...]) == [extent.height, extent.width] else {
      throw .invalidParameter(
        "latents of \(array.shape[1])x\(array.shape[2]) positions; a picture of \(picture.width)x\(picture.height) pixels "
          + "has \(extent.height)x\(extent.width)")
    }
    let latents = try LatentTensor(
      symbols: symbols(models: models), channels: array.shape[0], step: description.step, model: model,
      picture: picture)
    return (latents, model)
  }

  /// Latents of a sound, ready to be written; nil for those of a picture. Throws as `picture`.
  public func sound() throws(CodecError) -> SoundLatentTensor? {
    guard case .sound(let properties, let frames) = description.medium else { return nil }
    return try SoundLatentTensor(
      symbols: symbols(models: []), channels: array.shape[1], step: description.step, model: soundModel(),
      properties: properties, frameCount: frames)
  }
}
