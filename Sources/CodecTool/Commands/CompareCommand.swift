import ArgumentParser
import Bytes
import Media
import Metrics

/// How near two pictures are.
struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare", abstract: "Measure how near two pictures are: PSNR, SSIM, MS-SSIM.",
    discussion: """
      Both have the same size and depth. Gray and colour are compared as colour. JSON has null for the PSNR of \
      equal pictures, and for measures that need larger ones.

      """ + ExitStatus.helpText)

  @Argument(help: "A picture; - is standard input.")
  var original: String

  @Argument(help: "The picture to compare with it.")
  var other: String

  @Flag(name: .customLong("json"), help: "Write a JSON object.")
  var writesJSON = false

  @Option(
    name: .customLong("side-by-side"),
    help: ArgumentHelp("Write both into one picture, the first on the left.", valueName: "path"))
  var sideBySide: String?

  @Flag(name: [.customShort("f"), .long], help: "Replace the picture of --side-by-side when it exists.")
  var force = false

  func run() throws {
    let inputs = [original, other].map { FileStatus(path: $0) }
    let output = try sideBySide.map { try OutputFile($0, overwrites: force, inputs: inputs) }
    let (first, second) = try (picture(original), picture(other))
    let report: ComparisonReport
    do {
      report = try ComparisonReport(first.matching(second), second.matching(first))
    } catch {
      throw ToolError(error, file: other)
    }
    if let output {
      let format = ImageFormats.named(byExtension: output.path.pathExtension) ?? PNGFormat()
      let bytes: [UInt8]
      do {
        bytes = try format.write(SideBySide.image(first, second))
      } catch {
        throw ToolError(error, file: output.path)
      }
      try output.write(bytes, like: nil)
    }
    if sideBySide != InputFile.standardStream {
      try StandardStreams.print(writesJSON ? report.json.line : report.text)
    }
  }

  private func picture(_ path: String) throws(ToolError) -> Image {
    let input = try InputFile(reading: path)
    do {
      return try ImageFormats.read(input.bytes)
    } catch {
      throw ToolError(error, file: input.name)
    }
  }
}
