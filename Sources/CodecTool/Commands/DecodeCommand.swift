import ArgumentParser
import Bytes
import Codecs
import Media

/// `.cdc` files to pictures and sounds.
struct DecodeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "decode", abstract: "Make pictures and sounds of .cdc files, and of arrays of latents.",
    discussion: """
      Arrays are safetensors and NPY files as `codec latents` writes them, or a network: integers are symbols, floats are \
      normalised. Fewer channels than the model's are the first ones.

      """ + ExitStatus.helpText)

  @OptionGroup var batch: BatchOptions

  @Option(help: ArgumentHelp("A folder with the files of a model that is not built in.", valueName: "folder"))
  var model: String?

  @Option(
    help: "\(OutputFormat.names) (default: as --output ends, or else png for pictures and wav for sounds).")
  var format: OutputFormat?

  @Option(
    help: ArgumentHelp(
      "Decode as if only the first channels of the latents were there: a coarser picture.", valueName: "n"))
  var channels: Int?

  @Option(
    help: ArgumentHelp(
      "Only a part of a sound: 1:30..2:00, 90.5..120, ..10, 1:00:00.. ; the end is not in it.",
      valueName: "from..to"))
  var span: TimeSpan?

  @Flag(
    help: """
      Go on when groups of a picture of latents or of a sound are damaged or missing: decode what is left, fill the rest \
      with what is most probable given what is around, or with silence, tell which, and exit with status 1.
      """)
  var partial = false

  @Option(
    help: ArgumentHelp(
      "\(SoundCodecs.consistencyNames.joined(separator: ", ")): steps of refinement of the noise: 0 to 2. (default: as the file says)",
      valueName: "n"))
  var steps: Int?

  @Flag(
    help:
      "\(SoundCodecs.consistencyNames.joined(separator: ", ")): no noise: the mean of what the sound may have been."
  )
  var meanOnly = false

  @Option(
    help: ArgumentHelp(
      "For arrays that do not say what made them, as NPY files: a .cdc file of the same model, step and size.",
      valueName: "file"))
  var like: String?

  func validate() throws {
    if let channels, channels < 1 { throw ValidationError("--channels is 1 or more") }
    if let steps, !(0...2).contains(steps) { throw ValidationError("--steps is 0 to 2") }
    if steps != nil, meanOnly { throw ValidationError("--steps and --mean-only exclude each other") }
  }

  func run() throws {
    let chosen = try OutputFormat.chosen(format, for: batch)
    let models = try ModelChoice(folder: model)
    let arrays = try ArrayDecoder(models: models, like: like, threads: batch.threading.count)
    let batch = try Batch(
      batch,
      naming: BatchPlan.Naming(
        inputExtensions: [CodedFile.pathExtension],
        outputExtension: { path in
          (chosen ?? (arrays.holdsSound(atPath: path) ? .standardSound : .standardPicture)).rawValue
        },
        noun: ".\(CodedFile.pathExtension) files"))
    let threads = self.batch.threading.count
    let pictures = PictureDecoder(
      models: models, channels: channels, toleratesDamage: partial, threads: threads)
    try batch.run { input in
      if try arrays.recognizes(input.source) {
        guard channels == nil, !partial, span == nil else {
          throw ToolError("is an array; --channels, --partial and --span are for .cdc files", .usage)
        }
        return try arrays.decode(input, format: chosen, refinement: refinement)
      }
      if try CodedFile.holdsSound(input.source) {
        guard channels == nil else { throw ToolError("is a sound; --channels is for pictures", .usage) }
        let format = try (chosen ?? .standardSound).soundFormat()
        return try SoundDecoder(
          format: format, span: span, toleratesDamage: partial, refinement: refinement, threads: threads
        ).decode(input.source)
      }
      guard span == nil, refinement == nil else {
        throw ToolError("is a picture; --span, --steps and --mean-only are for sounds", .usage)
      }
      return try pictures.decode(input, format: (chosen ?? .standardPicture).pictureFormat())
    }
  }

  private var refinement: Refinement? { meanOnly ? .meanOnly : steps.map(Refinement.steps) }
}
