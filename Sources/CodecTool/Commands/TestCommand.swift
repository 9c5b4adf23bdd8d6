import ArgumentParser
import Codecs

/// Whether `.cdc` files are whole.
struct TestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test", abstract: "Check .cdc files: checksums, entropy decoding, final states.",
    discussion: "Prints a line for every file that is whole.\n\n" + ExitStatus.helpText)

  @Argument(help: "Files; - is standard input.")
  var files: [String]

  @Option(help: ArgumentHelp("A folder with the files of a model that is not built in.", valueName: "folder"))
  var model: String?

  @OptionGroup var threading: ThreadingOptions

  @Flag(help: "Say nothing but errors.")
  var quiet = false

  func run() throws {
    let models = try ModelChoice(folder: model)
    try FileList(files).forEach { input in
      let identity = try ImageFile.identity(of: input.bytes)
      if identity == LosslessImageCodec.identity {
        _ = try LosslessImageCodec.decode(input.bytes, limits: .standard, threads: threading.count)
      } else {
        let model = try models.model(identity)
        _ = try ImageFile(parsing: input.bytes, model: model, limits: .standard, threads: threading.count)
      }
      if !quiet { try StandardStreams.print("\(input.name): OK".onOneLine) }
    }
  }
}
