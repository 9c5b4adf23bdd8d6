import Bytes
import Codecs
import CompressedLearning
import Media

/// Arrays of latents, as other programs write them, to pictures and sounds.
struct ArrayDecoder {
  private let models: ModelChoice
  private let like: LatentDescription?
  private let threads: Int

  /// Bytes that tell an array from a `.cdc` file.
  private static let startBytes = 16

  /// - Parameter like: the path of a `.cdc` file that says what arrays do not.
  init(models: ModelChoice, like: String?, threads: Int) throws(ToolError) {
    (self.models, self.threads) = (models, threads)
    guard let like else {
      self.like = nil
      return
    }
    let input = try InputFile(reading: like)
    do {
      self.like = try LatentDescription(of: input.bytes)
    } catch {
      throw ToolError(error, file: input.name)
    }
  }

  /// Nothing is read by that.
  func recognizes(_ source: FileSource) throws(CodecError) -> Bool {
    ExchangedLatents.recognizes(try source.peek(Self.startBytes))
  }

  /// Whether a file by name becomes a sound; false for what cannot be read: the error comes where it is decoded.
  func holdsSound(atPath path: String) -> Bool {
    guard path != InputFile.standardStream, FileStatus(path: path)?.kind == .file,
      let source = try? FileSource(path)
    else { return false }
    guard (try? recognizes(source)) == true else { return CodedFile.holdsSound(atPath: path) }
    guard let input = try? InputFile(reading: source, path: path),
      let latents = try? ExchangedLatents(parsing: input.bytes, like: like)
    else { return false }
    if case .sound = latents.description.medium { return true } else { return false }
  }

  /// - Parameters:
  ///   - format: nil: the standard one of what the array holds.
  ///   - refinement: of a sound of a consistency model; nil: the model's own.
  func decode(
    _ input: BatchInput, format: OutputFormat?, refinement: Refinement?
  ) throws -> PendingOutput {
    let input = try input.file()
    let latents = try ExchangedLatents(parsing: input.bytes, like: like)
    if let sound = try latents.sound() {
      let format = try (format ?? .standardSound).soundFormat()
      return try SoundDecoder(
        format: format, span: nil, toleratesDamage: false, refinement: refinement, threads: threads
      ).decode(MemorySource(sound.serialized()))
    }
    guard refinement == nil else {
      throw ToolError("is a picture's; --steps and --mean-only are for sounds", .usage)
    }
    guard let (picture, model) = try latents.picture(models: models.others) else {
      throw ToolError("is neither a picture's nor a sound's", .corruptData)
    }
    let format = try (format ?? .standardPicture).pictureFormat()
    return PendingOutput(
      try format.write(WaveletImageCodec(model: model).synthesize(picture, threads: threads)),
      Conversion(
        codedBytes: input.bytes.count, medium: .picture(picture.picture), model: picture.model,
        step: picture.step))
  }
}
