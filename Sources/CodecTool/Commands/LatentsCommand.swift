import ArgumentParser
import Bytes
import Codecs
import CompressedLearning

/// `.cdc` files to tensors: entropy decoding only, no network runs.
struct LatentsCommand: ParsableCommand {
  /// What arrays are written as.
  enum Form: String, CaseIterable, ExpressibleByArgument {
    case npy, safetensors, tar
  }

  static let configuration = CommandConfiguration(
    commandName: "latents", abstract: "Make arrays of the latents of .cdc files, to learn from.",
    discussion: """
      An NPY file for each: 16-bit integers of the shape channels, height, width; times the step that `codec info` tells \
      they are coefficients on the scale of samples from 0 to 255. Of sounds: pairs of channels, channels, columns. \
      safetensors files say besides what made them, and `codec decode` makes pictures and sounds of them.

      With --to tar all inputs go into shards in the folder --output, in WebDataset's naming: key.npy (the tensor to learn \
      from) or key.cdc, key.cls, key.json. Classes are the names of the folders, or those of --labels. What was cut off goes \
      on where it was.
      \(ExitStatus.helpText)
      """)

  @OptionGroup var batch: BatchOptions

  @Option(help: ArgumentHelp("A folder with the files of a model that is not built in.", valueName: "folder"))
  var model: String?

  @Flag(help: "Leave out the channels of details, for the eye, that some models add.")
  var primary = false

  @Option(name: .customLong("to"), help: "npy, safetensors or tar.")
  var form = Form.npy

  @Flag(
    help: "Floats: coefficients over the deviations that the model's channels have in its training data.")
  var normalize = false

  @OptionGroup var shards: ShardOptions

  func validate() throws {
    if form != .tar, shards.areGiven {
      throw ValidationError("--classes, --coded, --labels and --shard-samples are for --to tar")
    }
    guard form == .tar else { return }
    guard batch.output != nil, batch.output != InputFile.standardStream else {
      throw ValidationError("shards need a folder: --output")
    }
    if batch.skipsExisting { throw ValidationError("--to tar goes on by itself; leave out --skip-existing") }
    if normalize, shards.coded {
      throw ValidationError("--coded keeps files as they are; leave out --normalize")
    }
  }

  func run() throws {
    let models = try ModelChoice(folder: model)
    if form == .tar {
      return try ShardExport(batch: batch, shards: shards, normalizes: normalize, models: models.others).run()
    }
    let batch = try Batch(
      batch,
      naming: BatchPlan.Naming(
        inputExtensions: [CodedFile.pathExtension], outputExtension: { _ in form.rawValue },
        noun: ".\(CodedFile.pathExtension) files"))
    try batch.run { source in
      let bytes: Int
      let latents: ExchangedLatents
      if try CodedFile.holdsSound(source.source) {
        bytes = source.source.byteCount ?? 0
        latents = ExchangedLatents(
          try SoundLatentTensor(reading: source.source.seekable()), primaryOnly: primary)
      } else {
        let input = try source.file()
        bytes = input.bytes.count
        latents = ExchangedLatents(try picture(input.bytes, models), primaryOnly: primary)
      }
      let result = normalize ? try latents.normalized(models: models.others) : latents
      return PendingOutput(
        form == .npy ? result.npy : result.safetensors,
        Conversion(
          codedBytes: bytes, medium: Conversion.Medium(latents.description.medium),
          model: latents.description.model, step: latents.description.step))
    }
  }

  private func picture(_ bytes: [UInt8], _ models: ModelChoice) throws -> LatentTensor {
    let identity = try ImageFile.identity(of: bytes)
    guard identity != LosslessImageCodec.identity else {
      throw ToolError("a picture kept without loss has no latents", .usage)
    }
    return try ImageFile(
      parsing: bytes, model: models.model(identity), limits: .standard, threads: batch.threading.count
    ).latents
  }
}

extension Conversion.Medium {
  init(_ medium: LatentDescription.Medium) {
    self =
      switch medium {
      case .picture(let picture): .picture(picture)
      case .sound(let properties, let frames): .sound(properties, frameCount: frames)
      }
  }
}
