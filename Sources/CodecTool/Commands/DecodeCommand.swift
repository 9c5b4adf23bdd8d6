import ArgumentParser
import Bytes
import Codecs
import Media

/// `.cdc` files to pictures.
struct DecodeCommand: ParsableCommand {
  /// The formats that can be written, by extension.
  enum PictureFormat: String, CaseIterable, ExpressibleByArgument {
    case png, ppm, pgm, pam

    /// - Throws: `unsupported` when the library has no such format.
    func format() throws(CodecError) -> any ImageFormat {
      guard let format = ImageFormats.named(byExtension: rawValue) else {
        throw .unsupported("no picture format \(rawValue)")
      }
      return format
    }
  }

  static let configuration = CommandConfiguration(
    commandName: "decode", abstract: "Make pictures of .cdc files.", discussion: ExitStatus.helpText)

  @OptionGroup var batch: BatchOptions

  @Option(help: ArgumentHelp("A folder with the files of a model that is not built in.", valueName: "folder"))
  var model: String?

  @Option(help: "png, ppm, pgm or pam (default: as --output ends, or else png).")
  var format: PictureFormat?

  @Option(
    help: ArgumentHelp(
      "Decode as if only the first channels of the latents were there: a coarser picture.", valueName: "n"))
  var channels: Int?

  @Flag(
    help: """
      Go on when groups of a picture of latents are damaged or missing: decode what is left, fill the rest with what is \
      most probable given what is around, tell which, and exit with status 1.
      """)
  var partial = false

  func validate() throws {
    if let channels, channels < 1 { throw ValidationError("--channels is 1 or more") }
  }

  func run() throws {
    let chosen = try chosenFormat()
    let format = try chosen.format()
    let batch = try Batch(
      batch,
      naming: BatchPlan.Naming(
        inputExtensions: [CodedFile.pathExtension], outputExtension: chosen.rawValue,
        noun: ".\(CodedFile.pathExtension) files"))
    let models = try ModelChoice(folder: model)
    let threads = self.batch.threading.count
    try batch.run { input in
      let identity = try ImageFile.identity(of: input.bytes)
      if identity == LosslessImageCodec.identity {
        return try losslessConversion(of: input, format: format, threads: threads)
      }
      let model = try models.model(identity)
      let (file, damage) = try file(input, model: model, threads: threads)
      let latents = channels.map(file.latents.keeping) ?? file.latents
      var image = try WaveletImageCodec(model: model).synthesize(latents, threads: threads)
      image.metadata = file.metadata
      return Conversion(
        bytes: try format.write(image), codedBytes: input.bytes.count, picture: file.latents.picture,
        model: file.latents.model, step: file.latents.step, damage: damage)
    }
  }

  private func file(_ input: InputFile, model: Model, threads: Int) throws -> (ImageFile, [ImageFile.Damage])
  {
    guard partial else {
      return (try ImageFile(parsing: input.bytes, model: model, limits: .standard, threads: threads), [])
    }
    return try ImageFile.recovered(from: input.bytes, model: model, limits: .standard, threads: threads)
  }

  private func losslessConversion(
    of input: InputFile, format: any ImageFormat, threads: Int
  ) throws -> Conversion {
    guard channels == nil else {
      throw ToolError("--channels is for latents; this picture is kept without loss", .usage)
    }
    let image = try LosslessImageCodec.decode(input.bytes, limits: .standard, threads: threads)
    return Conversion(
      bytes: try format.write(image), codedBytes: input.bytes.count, picture: PictureDescription(image),
      model: LosslessImageCodec.identity, step: nil)
  }

  /// What `--format` says, or the extension of an output that is one file.
  private func chosenFormat() throws(ToolError) -> PictureFormat {
    if let format { return format }
    guard let output = batch.output, !output.hasSuffix("/"), FileStatus(path: output)?.kind != .folder else {
      return .png
    }
    let ending = output.pathExtension
    // A single folder of inputs makes the output a folder, whose name may have a dot in it.
    guard !ending.isEmpty, batch.inputs.count == 1, FileStatus(path: batch.inputs[0])?.kind != .folder else {
      return .png
    }
    guard let format = PictureFormat(rawValue: ending) else {
      let known = PictureFormat.allCases.map(\.rawValue).joined(separator: ", ")
      throw ToolError("no picture format .\(ending); --format takes \(known)", .usage, file: output)
    }
    return format
  }
}
