import ArgumentParser
import Bytes
import Media
import Metrics

/// How near two pictures, or two sounds, are.
struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare", abstract: "Measure how near two pictures or two sounds are.",
    discussion: """
      Pictures: PSNR, SSIM, MS-SSIM. Both have the same size and depth. Gray and colour are compared as colour. JSON \
      has null for the PSNR of equal pictures, and for measures that need larger ones.

      Sounds (\(AudioFormats.all.map(\.name).joined(separator: ", ")) files): SNR, SI-SDR, log-mel distance, \
      multi-resolution spectral distance. Both have the same rate, channels and length; they are not aligned in \
      time. JSON has null for the ratios of equal sounds, and for what silence has no measure of.

      """ + ExitStatus.helpText)

  @Argument(help: "A picture or a sound; - is standard input.")
  var original: String

  @Argument(help: "What to compare with it.")
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
    let source = try FileSource(original)
    if try recognizesSound(source) { return try compareSounds(source, FileSource(other)) }
    let (first, second) = try (
      picture(InputFile(reading: source, path: original)), picture(InputFile(reading: other))
    )
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

  private func picture(_ input: InputFile) throws(ToolError) -> Image {
    do {
      return try ImageFormats.read(input.bytes)
    } catch {
      throw ToolError(error, file: input.name)
    }
  }

  private func recognizesSound(_ source: FileSource) throws(ToolError) -> Bool {
    do {
      return try AudioInput.recognizes(source)
    } catch {
      throw ToolError(error, file: source.name)
    }
  }

  private func compareSounds(_ first: FileSource, _ second: FileSource) throws {
    guard sideBySide == nil else { throw ToolError("--side-by-side is for pictures", .usage) }
    let (first, second) = try (sound(first), sound(second))
    let report: SoundComparisonReport
    do {
      report = try SoundComparisonReport(first, second)
    } catch {
      throw ToolError(error, file: other)
    }
    try StandardStreams.print(writesJSON ? report.json.line : report.text)
  }

  private func sound(_ source: FileSource) throws(ToolError) -> AudioBuffer {
    do {
      return try AudioInput.reader(source).readAll()
    } catch {
      throw ToolError(error, file: source.name)
    }
  }
}
