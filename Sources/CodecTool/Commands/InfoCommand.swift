import ArgumentParser
import Codecs

/// What `.cdc` files say about themselves.
struct InfoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "info", abstract: "Tell what .cdc files hold; without decoding them but for --bits.",
    discussion: ExitStatus.helpText)

  @Argument(help: "Files; - is standard input.")
  var files: [String]

  @Flag(name: .customLong("json"), help: "Write a JSON object for each file.")
  var writesJSON = false

  @Flag(help: "Tell where the bits of pictures went, by the ideal code length of their entropy model.")
  var bits = false

  @Option(
    help: ArgumentHelp(
      "For --bits: a folder with the files of a model that is not built in.", valueName: "folder"))
  var model: String?

  @OptionGroup var threading: ThreadingOptions

  func run() throws {
    let models = try ModelChoice(folder: model)
    try FileList(files).forEachSource { source, path in
      if try CodedFile.holdsSound(source) {
        guard !bits else { throw ToolError("is a sound; --bits is for pictures", .usage) }
        let report = SoundSummaryReport(path: path, name: source.name, summary: try SoundFileSummary(source))
        return try StandardStreams.print(writesJSON ? report.json.line : report.text)
      }
      let input = try InputFile(reading: source, path: path)
      if !bits, TableFile.recognizes(input.bytes) {
        let report = TableSummaryReport(input: input, summary: try TableFile.summary(of: input.bytes))
        return try StandardStreams.print(writesJSON ? report.json.line : report.text)
      }
      if bits {
        let model = try models.model(ImageFile.identity(of: input.bytes))
        let budget = try ImageFile.bitBudget(of: input.bytes, model: model, threads: threading.count)
        let report = BitReport(input: input, budget: budget)
        return try StandardStreams.print(writesJSON ? report.json.line : report.text)
      }
      let summary = try ImageFileSummary(parsing: input.bytes, limits: .standard)
      let report = SummaryReport(input: input, summary: summary)
      try StandardStreams.print(writesJSON ? report.json.line : report.text)
    }
  }
}
