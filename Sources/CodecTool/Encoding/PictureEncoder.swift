import Codecs
import Media

/// Pictures to `.cdc` files, as the command line says.
final class PictureEncoder {
  private let encoding: EncodingOptions
  private let threads: Int
  private let model: Result<Model, any Error>
  private lazy var grayModel = Result { try ModelStore.model(model.get(), for: .gray) }

  init(_ encoding: EncodingOptions, threads: Int) throws {
    (self.encoding, self.threads) = (encoding, threads)
    let name = encoding.model ?? ModelStore.names[0]
    model = Result { try ModelChoice.model(named: name) }
    // A model of sounds is none of pictures: only a picture that meets it is an error.
    if !SoundCodecs.names.contains(name) { _ = try model.get() }
  }

  func encode(_ input: BatchInput) throws -> PendingOutput {
    guard encoding.kbps == nil else { throw ToolError("is a picture; --kbps is for sounds", .usage) }
    let image = try ImageFormats.read(input.file().bytes)
    if encoding.lossless { return try encodeLosslessly(image) }
    let step = encoding.step ?? Quality.step(for: encoding.quality ?? Quality.standard)
    let options = WaveletImageCodec.Options(step: step, threads: threads)
    let model = try image.channels.colourCount == 1 ? grayModel.get() : model.get()
    let latents = try WaveletImageCodec(model: model).analyze(image, options)
    let file = ImageFile(latents: latents, metadata: image.metadata)
    let bytes = try file.serialized(model: model, entropy: encoding.entropy ?? .circuit, threads: threads)
    if encoding.verify { try check(bytes, against: file, model: model) }
    return PendingOutput(
      bytes,
      Conversion(
        codedBytes: bytes.count, medium: .picture(latents.picture), model: latents.model, step: latents.step))
  }

  private func encodeLosslessly(_ image: Image) throws -> PendingOutput {
    let bytes = try LosslessImageCodec.encode(image, threads: threads)
    if encoding.verify, try LosslessImageCodec.decode(bytes, limits: .standard, threads: threads) != image {
      throw ToolError.verificationFailure
    }
    return PendingOutput(
      bytes,
      Conversion(
        codedBytes: bytes.count, medium: .picture(PictureDescription(image)),
        model: LosslessImageCodec.identity, step: nil))
  }

  /// Reads a file back from its bytes.
  private func check(_ bytes: [UInt8], against file: ImageFile, model: Model) throws {
    let copy = try ImageFile(parsing: bytes, model: model, limits: .standard, threads: threads)
    guard copy.latents == file.latents, copy.metadata == file.metadata else {
      throw ToolError.verificationFailure
    }
  }
}

extension ToolError {
  static let verificationFailure = ToolError(
    "verification failed: the file does not read back as it was made", .corruptData)
}
