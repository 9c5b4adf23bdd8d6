import ArgumentParser
import Codecs
import Media

/// Pictures to `.cdc` files.
struct EncodeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "encode", abstract: "Make .cdc files of pictures.",
    discussion: "Pictures are \(readableFormats) files, known by their content.\n\n" + ExitStatus.helpText)

  @OptionGroup var batch: BatchOptions

  @Option(
    help: ArgumentHelp(
      "A built-in model, or a folder with the files of one (default: \(ModelStore.names[0])).",
      valueName: "name|folder"))
  var model: String?

  @Option(
    name: [.customShort("q", allowingJoined: true), .long],
    help: "0 to 100; 75 looks good, 90 is hard to tell from the original. (default: \(Int(Quality.standard)))"
  )
  var quality: Double?

  @Option(help: "The quantizer's step itself, on the scale 0 to 255 of samples; smaller is better.")
  var step: Float?

  @Flag(help: "Keep every sample as it is; no model is used.")
  var lossless = false

  @Option(help: "How latents are coded: circuit is smaller, classes is simpler. (default: circuit)")
  var entropy: EntropyChoice?

  @Flag(help: "Read every file back and compare before it is written.")
  var verify = false

  private static var readableFormats: String {
    ImageFormats.all.map(\.name).joined(separator: ", ")
  }

  func validate() throws {
    if quality != nil && step != nil { throw ValidationError("--quality and --step exclude each other") }
    if lossless, quality != nil || step != nil || model != nil || entropy != nil {
      throw ValidationError("--lossless goes with none of --quality, --step, --model and --entropy")
    }
    if let quality, !(0...100).contains(quality) { throw ValidationError("--quality is 0 to 100") }
    let steps = WaveletImageCodec.steps
    if let step, !steps.contains(step) {
      throw ValidationError("--step is \(steps.lowerBound) to \(steps.upperBound)")
    }
  }

  func run() throws {
    let pictureExtensions = ImageFormats.all.flatMap(\.fileExtensions)
    let batch = try Batch(
      batch,
      naming: BatchPlan.Naming(
        inputExtensions: Set(pictureExtensions), outputExtension: CodedFile.pathExtension, noun: "pictures"))
    if lossless { return try batch.run(encodeLosslessly) }
    let model = try ModelChoice.model(named: model ?? ModelStore.names[0])
    lazy var grayModel = Result { try ModelStore.model(model, for: .gray) }
    let threads = self.batch.threading.count
    let options = WaveletImageCodec.Options(
      step: step ?? Quality.step(for: quality ?? Quality.standard), threads: threads)
    try batch.run { input in
      let image = try ImageFormats.read(input.bytes)
      let model = image.channels.colourCount == 1 ? try grayModel.get() : model
      let latents = try WaveletImageCodec(model: model).analyze(image, options)
      let file = ImageFile(latents: latents, metadata: image.metadata)
      let bytes = try file.serialized(model: model, entropy: entropy ?? .circuit, threads: threads)
      if verify { try check(bytes, against: file, model: model, threads: threads) }
      return Conversion(
        bytes: bytes, codedBytes: bytes.count, picture: latents.picture, model: latents.model,
        step: latents.step)
    }
  }

  private func encodeLosslessly(_ input: InputFile) throws -> Conversion {
    let image = try ImageFormats.read(input.bytes)
    let threads = batch.threading.count
    let bytes = try LosslessImageCodec.encode(image, threads: threads)
    if verify, try LosslessImageCodec.decode(bytes, limits: .standard, threads: threads) != image {
      throw Self.verificationFailure
    }
    return Conversion(
      bytes: bytes, codedBytes: bytes.count, picture: PictureDescription(image),
      model: LosslessImageCodec.identity, step: nil)
  }

  private static let verificationFailure = ToolError(
    "verification failed: the file does not read back as it was made", .corruptData)

  /// Reads a file back from its bytes.
  private func check(_ bytes: [UInt8], against file: ImageFile, model: Model, threads: Int) throws {
    let copy = try ImageFile(parsing: bytes, model: model, limits: .standard, threads: threads)
    guard copy.latents == file.latents, copy.metadata == file.metadata else {
      throw Self.verificationFailure
    }
  }
}

extension EntropyChoice: ExpressibleByArgument {}
