import Codecs
import Media

/// `.cdc` files to pictures, as the command line says.
struct PictureDecoder {
  let models: ModelChoice
  /// The first channels of latents that are decoded; nil: all.
  let channels: Int?
  let toleratesDamage: Bool
  let threads: Int

  func decode(_ input: BatchInput, format: any ImageFormat) throws -> PendingOutput {
    let input = try input.file()
    let identity = try ImageFile.identity(of: input.bytes)
    if identity == LosslessImageCodec.identity { return try decodeLossless(input, format: format) }
    let model = try models.model(identity)
    let (file, damage) = try file(input, model: model)
    let latents = channels.map(file.latents.keeping) ?? file.latents
    var image = try WaveletImageCodec(model: model).synthesize(latents, threads: threads)
    image.metadata = file.metadata
    return PendingOutput(
      try format.write(image),
      Conversion(
        codedBytes: input.bytes.count, medium: .picture(file.latents.picture), model: file.latents.model,
        step: file.latents.step, losses: Losses(damage)))
  }

  private func file(_ input: InputFile, model: Model) throws -> (ImageFile, [ImageFile.Damage]) {
    guard toleratesDamage else {
      return (try ImageFile(parsing: input.bytes, model: model, limits: .standard, threads: threads), [])
    }
    return try ImageFile.recovered(from: input.bytes, model: model, limits: .standard, threads: threads)
  }

  private func decodeLossless(_ input: InputFile, format: any ImageFormat) throws -> PendingOutput {
    guard channels == nil else {
      throw ToolError("--channels is for latents; this picture is kept without loss", .usage)
    }
    let image = try LosslessImageCodec.decode(input.bytes, limits: .standard, threads: threads)
    return PendingOutput(
      try format.write(image),
      Conversion(
        codedBytes: input.bytes.count, medium: .picture(PictureDescription(image)),
        model: LosslessImageCodec.identity, step: nil))
  }
}
