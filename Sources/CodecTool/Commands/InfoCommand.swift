import ArgumentParser
import Codecs

/// What `.cdc` files say about themselves.
struct InfoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "info", abstract: "Tell what .cdc files hold, without decoding them.",
    discussion: ExitStatus.helpText)

  @Argument(help: "Files; - is standard input.")
  var files: [String]

  @Flag(name: .customLong("json"), help: "Write a JSON object for each file.")
  var writesJSON = false

  func run() throws {
    try FileList(files).forEach { input in
      let summary = try ImageFileSummary(parsing: input.bytes, limits: .standard)
      let report = SummaryReport(input: input, summary: summary)
      try StandardStreams.print(writesJSON ? report.json.line : report.text)
    }
  }
}
