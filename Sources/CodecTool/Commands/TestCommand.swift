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

  @Option(help: ArgumentHelp("The circuit of .cdc files of samples.", valueName: "file"))
  var circuit: String?

  @OptionGroup var threading: ThreadingOptions

  @Flag(help: "Say nothing but errors.")
  var quiet = false

  func run() throws {
    let models = try ModelChoice(folder: model)
    let circuit = try circuit.map { try CircuitFile.model(at: $0) }
    try FileList(files).forEachSource { source, path in
      if try CodedFile.holdsSound(source) {
        let reader = try SoundFileReader(source, threads: threading.count)
        while try reader.read(upTo: type(of: reader).usualPiece) != nil {}
        if !quiet { try StandardStreams.print("\(source.name): OK".onOneLine) }
        return
      }
      let input = try InputFile(reading: source, path: path)
      if TableFile.recognizes(input.bytes) {
        let circuit = try circuit ?? CircuitFile.model(at: nil, for: input)
        _ = try TableFile(parsing: input.bytes, model: circuit, threads: threading.count)
      } else if try ImageFile.identity(of: input.bytes) == LosslessImageCodec.identity {
        _ = try LosslessImageCodec.decode(input.bytes, limits: .standard, threads: threading.count)
      } else {
        let model = try models.model(ImageFile.identity(of: input.bytes))
        _ = try ImageFile(parsing: input.bytes, model: model, limits: .standard, threads: threading.count)
      }
      if !quiet { try StandardStreams.print("\(input.name): OK".onOneLine) }
    }
  }
}
