import ArgumentParser
import Codecs
import Tables

/// `.cdc` files to tensors: entropy decoding only, no network runs.
struct LatentsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "latents", abstract: "Make arrays of the latents of .cdc files, to learn from.",
    discussion: """
      An NPY file for each: 16-bit integers of the shape channels, height, width; times the step that `codec info` tells \
      they are coefficients on the scale of samples from 0 to 255. Of sounds: pairs of channels, channels, columns.
      \(ExitStatus.helpText)
      """)

  @OptionGroup var batch: BatchOptions

  @Option(help: ArgumentHelp("A folder with the files of a model that is not built in.", valueName: "folder"))
  var model: String?

  @Flag(help: "Leave out the channels of details, for the eye, that some models add.")
  var primary = false

  func run() throws {
    let format = NPYFormat()
    let batch = try Batch(
      batch,
      naming: BatchPlan.Naming(
        inputExtensions: [CodedFile.pathExtension], outputExtension: { _ in format.fileExtension },
        noun: ".\(CodedFile.pathExtension) files"))
    let models = try ModelChoice(folder: model)
    try batch.run { source in
      if try CodedFile.holdsSound(source.source) { return try sound(source.source) }
      let input = try source.file()
      let identity = try ImageFile.identity(of: input.bytes)
      guard identity != LosslessImageCodec.identity else {
        throw ToolError("a picture kept without loss has no latents", .usage)
      }
      let model = try models.model(identity)
      let file = try ImageFile(
        parsing: input.bytes, model: model, limits: .standard, threads: self.batch.threading.count)
      let latents = file.latents
      let shape = [primary ? latents.primaryChannels : latents.shape[0]] + latents.shape[1...]
      let symbols = primary ? Array(latents.primarySymbols) : latents.symbols
      return PendingOutput(
        NPYFormat.file(shape: shape, symbols),
        Conversion(
          codedBytes: input.bytes.count, medium: .picture(latents.picture), model: latents.model,
          step: latents.step))
    }
  }

  private func sound(_ source: FileSource) throws -> PendingOutput {
    let latents = try SoundLatentTensor(reading: source.seekable())
    let shape = [latents.shape[0], primary ? latents.primaryChannels : latents.shape[1], latents.shape[2]]
    return PendingOutput(
      NPYFormat.file(shape: shape, primary ? latents.primarySymbols : latents.symbols),
      Conversion(
        codedBytes: source.byteCount ?? 0,
        medium: .sound(latents.properties, frameCount: latents.frameCount), model: latents.model,
        step: latents.step))
  }
}
